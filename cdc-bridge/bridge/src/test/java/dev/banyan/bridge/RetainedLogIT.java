package dev.banyan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.bridge.RetainedLog.Finding;
import dev.banyan.extraction.MovedModule;
import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Traffic;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.SlotState;
import dev.banyan.replication.Streams;
import dev.banyan.replication.TableName;
import dev.banyan.routing.Cohorts;
import dev.banyan.routing.StickyKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// F15: a stream that stands still does not fill the disk of its source.
class RetainedLogIT {

    private static final long MIB = 1 << 20;
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final TestDatabase source = PostgresServer.shared().createDatabase();
    private final TestDatabase target = PostgresServer.shared().createDatabase();
    private final MovedModule module = module();
    private final Link link = module.forward();
    private Ledger ledger;

    /// The slot keeps back 40 MB.
    @BeforeEach
    void writeWhileNobodyReads() throws SQLException {
        ledger =
                Ledger.on(
                        LedgerConnections.to(source.url(), source.username(), source.password()),
                        UUID::randomUUID);
        ledger.install();
        ledger.plan(
                "shop",
                Traffic.onControl(
                        List.of(),
                        new StickyKey.Cookie("SESSION"),
                        new Cohorts("banyan-side", Set.of(), Set.of())),
                "{}",
                new Note("ada", Map.of()));
        TestInstallation.run(source, "CREATE TABLE item (id int PRIMARY KEY)");
        TestInstallation.run(target, "CREATE TABLE item (id int PRIMARY KEY)");
        try (var snapshot = Streams.slots(link).create(DEADLINE)) {
            Streams.begin(link, snapshot.consistentPoint());
        }
        TestInstallation.run(
                source,
                "SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000)) FROM generate_series(1, 40)");
    }

    @AfterEach
    void remove() {
        Streams.remove(link, DEADLINE);
        ledger.close();
    }

    @Test
    void survivesF15ByGivingUpTheSlotOfTheStreamAwayFromTheOwner() {
        var finding = retainedLog(16 * MIB).look("shop", link, true);

        assertThat(finding).isEqualTo(Finding.GIVEN_UP);
        assertThat(Streams.slots(link).state()).isEmpty();
        assertThat(ledger.journal("shop", 0, 10))
                .extracting(JournalEntry::event)
                .endsWith("slot-given-up");
    }

    @Test
    void neverGivesUpTheOtherSlot() {
        var finding = retainedLog(16 * MIB).look("shop", link, false);

        assertThat(finding).isEqualTo(Finding.MUCH);
        assertThat(Streams.slots(link).state().map(SlotState::name)).contains(link.slot());
    }

    @Test
    void warnsBeforeItGivesUp() {
        var finding = retainedLog(60 * MIB).look("shop", link, true);

        assertThat(finding).isEqualTo(Finding.MUCH);
        assertThat(Streams.slots(link).state()).isPresent();
    }

    @Test
    void saysNothingOfWhatIsFarFromTheBound() {
        assertThat(retainedLog(100_000 * MIB).look("shop", link, true)).isEqualTo(Finding.FINE);
    }

    @Test
    void tellsWhatItFoundUntilTheModuleIsNotFollowedAnyMore() {
        var log = retainedLog(60 * MIB);

        log.check(module, ledger.extraction("shop").orElseThrow());
        assertThat(log.notes(module.name()))
                .containsOnlyKeys("log kept back by " + link.slot())
                .containsValue("more than %d of %d bytes".formatted(30 * MIB, 60 * MIB));

        log.forget(module.name());
        assertThat(log.notes(module.name())).isEmpty();
    }

    /// Slots belong to the server, which the tests share.
    private MovedModule module() {
        var name = "retained_" + source.name().substring(source.name().length() - 12);
        var yaml =
                """
                source: {url: %s, username: %s}
                modules:
                  %s:
                    schemas: [public]
                    target: {url: %s, username: %s}
                    candidate: {upstreams: [http://127.0.0.1:1]}
                    routes: [{path: /item/**}]
                    knownWriters: [{role: %s}]
                """
                        .formatted(
                                source.url(),
                                source.username(),
                                name,
                                target.url(),
                                target.username(),
                                source.username());
        var settings = BanyanSettings.parse("banyan.yaml", yaml, Map.of());
        return new MovedModule(
                Objects.requireNonNull(settings.modules().get(name)),
                database(source),
                database(target),
                Set.of(new TableName("public", "item")),
                Set.of());
    }

    private RetainedLog retainedLog(long limitBytes) {
        return new RetainedLog(ledger, "bridge-1", limitBytes);
    }

    private static Database database(TestDatabase database) {
        return new Database(database.url(), database.username(), database.password());
    }
}
