package dev.banyan.seam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.Reason;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.Traffic;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.routing.Cohorts;
import dev.banyan.routing.Route;
import dev.banyan.routing.Share;
import dev.banyan.routing.StickyKey;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// A ledger in a database of its own, whose module `stock` is moved by hand.
final class MovingLedger implements AutoCloseable {

    private static final Note NOTE = Note.by("test");
    private static final String BRIDGE = "bridge";

    private final TestDatabase database;
    private final Ledger ledger;
    private URI candidate = URI.create("http://127.0.0.1:1");
    private int attempts;

    MovingLedger(TestDatabase database) {
        this.database = database;
        this.ledger =
                Ledger.on(
                        LedgerConnections.to(
                                database.url(), database.username(), database.password()),
                        UUID::randomUUID);
        ledger.install();
        sql(
                "CREATE TABLE IF NOT EXISTS banyan.fence (module text PRIMARY KEY, number integer, here boolean, epoch bigint, attempt text)");
    }

    Ledger ledger() {
        return ledger;
    }

    /// A module whose reads are switched; the phases before that cost attempts, so the state is
    /// written as they would leave it.
    MovingLedger withReadsSwitched() {
        var traffic =
                Traffic.onControl(
                        List.of(Route.of("/api/stock/**")),
                        new StickyKey.Cookie("SESSION"),
                        Cohorts.NONE);
        ledger.plan("stock", traffic, part(), NOTE);
        sql("UPDATE banyan.extraction SET state = jsonb_set(state, '{phase}', '\"STREAMING\"')");
        taken(ledger.apply("stock", new Change.SwitchReads(Share.ALL), NOTE));
        return this;
    }

    /// Where the service is, for those that are not told otherwise.
    MovingLedger withCandidate(URI address) {
        candidate = address;
        return this;
    }

    private String part() {
        return """
        {"version": 1, "name": "stock", "module": {"schemas": ["stock"],
         "candidate": {"upstreams": ["%s"]},
         "routes": [{"path": "/api/stock/**"}]}}
        """
                .formatted(candidate);
    }

    /// Moves the writes to the other side, with nobody to wait for.
    MovingLedger switched() {
        begin();
        hold(Duration.ofSeconds(9));
        pass();
        release();
        return this;
    }

    void begin() {
        attempts++;
        var kind =
                extraction().owner() == dev.banyan.routing.Side.CONTROL
                        ? AttemptKind.SWITCH_WRITES
                        : AttemptKind.REVERSE_WRITES;
        taken(ledger.apply("stock", new Change.Begin(id(), kind, "ann", BRIDGE), NOTE));
    }

    /// The version that must be acknowledged.
    long hold(Duration length) {
        return apply(new Change.Hold(id(), BRIDGE, length)).version();
    }

    void pass() {
        var attempt = Objects.requireNonNull(extraction().attempt());
        sql(
                "INSERT INTO banyan.fence VALUES ('stock', 41, false, %1$d, '%2$s') ON CONFLICT (module) DO UPDATE SET here = false, epoch = %1$d, attempt = '%2$s'"
                        .formatted(attempt.epoch(), id()));
        apply(new Change.Pass(id(), BRIDGE, null));
    }

    void release() {
        apply(new Change.Release(id(), BRIDGE));
        apply(new Change.Finish(id(), BRIDGE));
    }

    void undo() {
        apply(new Change.BeginUndo(id(), BRIDGE, "test"));
        apply(new Change.EndUndo(id(), BRIDGE));
    }

    Extraction extraction() {
        return ledger.extraction("stock").orElseThrow();
    }

    /// What the only seam has acknowledged, -1 for nothing.
    long acknowledged() {
        return ledger.processes().stream()
                .filter(process -> process.kind() == ProcessState.Kind.SEAM)
                .mapToLong(ProcessState::acknowledged)
                .findFirst()
                .orElse(-1);
    }

    /// On a slow machine the lease has run out: it is taken over by the same bridge.
    private Extraction apply(Change change) {
        var step = ledger.apply("stock", change, NOTE);
        if (step instanceof Step.Refused refused && refused.reason() == Reason.LEASE_LOST) {
            taken(ledger.apply("stock", new Change.TakeOver(id(), BRIDGE), NOTE));
            step = ledger.apply("stock", change, NOTE);
        }
        return taken(step);
    }

    private static Extraction taken(Step step) {
        assertThat(step).isInstanceOf(Step.Taken.class);
        return ((Step.Taken) step).extraction();
    }

    private String id() {
        return "attempt-" + attempts;
    }

    void sql(String statement) {
        try (var connection = database.connect();
                var open = connection.createStatement()) {
            open.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run '%s'.".formatted(statement), e);
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
