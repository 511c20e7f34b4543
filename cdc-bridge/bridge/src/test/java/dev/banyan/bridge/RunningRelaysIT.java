package dev.banyan.bridge;

import static dev.banyan.bridge.TestInstallation.await;
import static dev.banyan.bridge.TestInstallation.number;
import static dev.banyan.bridge.TestInstallation.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.extraction.MovedModule;
import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.Traffic;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Database;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.relay.Outbox;
import dev.banyan.replication.relay.Relay;
import dev.banyan.routing.Cohorts;
import dev.banyan.routing.StickyKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/// Two bridges that look after the relay of one outbox, round by round.
class RunningRelaysIT {
    private static final String MODULE = "stock";
    private static final Note NOTE = new Note("ada", Map.of());
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final TestDatabase source = PostgresServer.shared().createDatabase();
    private final TestDatabase target = PostgresServer.shared().createDatabase();
    private final Database outbox =
            new Database(source.url(), source.username(), source.password());
    private final Ledger ledger =
            Ledger.on(
                    LedgerConnections.to(source.url(), source.username(), source.password()),
                    UUID::randomUUID);
    private final TestSettings settings =
            new TestSettings(
                    source,
                    target,
                    MODULE,
                    MODULE,
                    TestSettings.NOWHERE,
                    "events: {url: '%s'}".formatted(TestSettings.NOWHERE));
    private final BanyanSettings parsed = settings.parsed();
    private final List<RunningRelays> bridges = new ArrayList<>();

    @BeforeEach
    void move() throws Exception {
        run(source, script("V1.sql") + script("V2.sql"));
        run(
                source,
                "CREATE TABLE banyan_outbox.event_stock PARTITION OF banyan_outbox.event FOR VALUES IN ('stock')");
        ledger.install();
        ledger.plan(
                MODULE,
                Traffic.onControl(
                        List.of(),
                        new StickyKey.Cookie("SESSION"),
                        new Cohorts("banyan-side", Set.of(), Set.of())),
                "{}",
                NOTE);
        done("create", AttemptKind.CREATE);
    }

    private static String script(String name) throws IOException {
        return new ClassPathResource("dev/banyan/outbox/" + name)
                .getContentAsString(StandardCharsets.UTF_8);
    }

    /// As if a bridge had done all the work of it.
    private void done(String id, AttemptKind kind) {
        apply(new Change.Begin(id, kind, "ada", "worker"));
        await(() -> {
            apply(new Change.TakeOver(id, "worker"));
            apply(new Change.Pass(id, "worker", null));
            return apply(new Change.Finish(id, "worker")) instanceof Step.Taken;
        });
    }

    private Step apply(Change change) {
        return ledger.apply(MODULE, change, NOTE);
    }

    @AfterEach
    void stop() throws SQLException {
        bridges.forEach(RunningRelays::close);
        ledger.close();
        if (Relay.isInstalled(outbox)) {
            Relay.remove(outbox, DEADLINE);
        }
    }

    @Test
    void leavesARelayAloneThatWouldOnlyStopAgain() throws Exception {
        var bridge = bridge();
        care(bridge);
        await(() -> isReading(bridge));
        run(
                source,
                """
                ALTER TABLE banyan_outbox.event ALTER COLUMN correlationid DROP NOT NULL;
                ALTER TABLE banyan_outbox.event ALTER COLUMN subject DROP NOT NULL;
                INSERT INTO banyan_outbox.event_stock (module, id, source, type, time, schemaversion, data)
                VALUES ('stock', gen_random_uuid(), '/test', 'stock.happened', now(), 1, '{}')
                """);
        await(() -> hasStopped(bridge));
        await(() ->
                number(source, "SELECT count(*) FROM pg_replication_slots WHERE active" + ours())
                        == 0);

        care(bridge);

        assertThat(hasStopped(bridge)).as("it has not begun anew").isTrue();
    }

    @Test
    void standsByAgainWhenAnotherBridgeReadsTheRenewedSlot() throws Exception {
        var first = bridge();
        var second = bridge();
        care(first);
        care(second);
        await(() -> isReading(first) || isReading(second));
        await(this::dropsSlot);
        await(() -> hasStopped(first) && hasStopped(second));

        await(() -> Relay.renew(outbox, DEADLINE));
        care(first);
        await(() -> isReading(first));
        care(second);

        assertThat(hasStopped(second)).as("it has not begun anew").isFalse();
    }

    @Test
    void endsARelayThatAnotherBridgeHasTakenAway() throws Exception {
        var first = bridge();
        var second = bridge();
        care(first);
        care(second);
        await(() -> isReading(first) || isReading(second));

        done("cancel", AttemptKind.CANCEL);
        await(() -> {
            care(first);
            return first.status().isEmpty();
        });
        care(second);

        assertThat(second.status()).isEmpty();
        assertThat(Relay.isInstalled(outbox)).isFalse();
    }

    private void care(RunningRelays bridge) {
        var configured = Objects.requireNonNull(parsed.modules().get(MODULE));
        bridge.care(List.of(MovedModule.of(configured, parsed.source(), settings.environment())));
    }

    private static boolean isReading(RunningRelays bridge) {
        return bridge.status().values().stream().anyMatch(RelayStatus::reading);
    }

    private static boolean hasStopped(RunningRelays bridge) {
        return bridge.status().values().stream().anyMatch(status -> status.stopped() != null);
    }

    private boolean dropsSlot() throws SQLException {
        try {
            run(
                    source,
                    """
                    SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active%1$s;
                    SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE true%1$s
                    """
                            .formatted(ours()));
            return true;
        } catch (SQLException stillActive) {
            return false;
        }
    }

    private String ours() throws SQLException {
        return " AND slot_name = '" + Outbox.link(outbox).slot() + "'";
    }

    private RunningRelays bridge() {
        var events = parsed.bridge().events().orElseThrow();
        var bridge =
                new RunningRelays(
                        ledger,
                        events,
                        StreamSettings.defaults().with(Reader.PGOUTPUT),
                        new EventTargets(parsed, events, settings.environment()),
                        "bridge-" + bridges.size());
        bridges.add(bridge);
        return bridge;
    }
}
