package dev.banyan.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.extraction.protocol.FenceRow;
import dev.banyan.extraction.protocol.StageEnd;
import dev.banyan.ledger.Attempt;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Database;
import dev.banyan.replication.fence.CloseOutcome;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceChange;
import dev.banyan.replication.fence.FenceOutcome;
import dev.banyan.replication.fence.FenceSettings;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rules of a fence row exist twice: as SQL, which holds the fence, and as the pure code that
/// the explorer walks through. Both must answer every change alike.
class FenceRowsAgreeIT {
    private static final String MODULE = "app";
    private static final int CHANGES = 600;
    private static final int ATTEMPTS = 40;

    private Fence fence;
    private FenceRow pure = new FenceRow(true, 0, FenceRow.NOBODY);

    /// A change that both know.
    private enum Kind {
        CLOSE,
        SHUT,
        OPEN,
        REOPEN,
        CLAIM,
        FORGO
    }

    @BeforeEach
    void register() throws SQLException {
        var database = PostgresServer.shared().createDatabase();
        fence =
                new Fence(
                        new Database(database.url(), database.username(), database.password()),
                        FenceSettings.forLease(Attempt.LEASE));
        fence.prepare();
        fence.register(MODULE, true);
    }

    @Test
    void answersEveryChangeOfARandomHistoryAlike() throws Exception {
        long seed = seed();
        var random = new Random(seed);
        for (int i = 1; i <= CHANGES; i++) {
            var kind = Kind.values()[random.nextInt(Kind.values().length)];
            // Numbers grow along the history, and now and then somebody wakes up with an old one.
            long newest = 1 + (long) i * ATTEMPTS / CHANGES;
            long attempt = Math.max(1, newest - random.nextInt(4));
            var before = pure;

            var expected = pure(kind, attempt);
            pure = expected.row();
            var outcome = stored(kind, new FenceChange(MODULE, attempt, "a" + attempt));

            var told = "%s by %d on %s, seed %d".formatted(kind, attempt, before, seed);
            assertThat(outcome).as(told).isEqualTo(expected.outcome());
            assertThat(stored()).as(told).isEqualTo(pure);
        }
    }

    private FenceRow.Change pure(Kind kind, long attempt) {
        return switch (kind) {
            case CLOSE, SHUT -> pure.close(attempt, attempt);
            case OPEN -> pure.open(attempt, attempt);
            case REOPEN -> pure.reopen(attempt, attempt);
            case CLAIM -> pure.claim(attempt, attempt);
            case FORGO -> pure.forgo(attempt, attempt);
        };
    }

    private StageEnd stored(Kind kind, FenceChange change)
            throws SQLException, InterruptedException {
        return switch (kind) {
            case CLOSE -> end(fence.close(change, List.of()));
            case SHUT -> end(fence.shut(change));
            case OPEN -> end(fence.open(change));
            case REOPEN -> end(fence.undo(change));
            case CLAIM -> end(fence.claim(change));
            case FORGO -> end(fence.endClaim(change));
        };
    }

    private static StageEnd end(CloseOutcome outcome) {
        return switch (outcome) {
            case CloseOutcome.Closed _ -> StageEnd.DONE;
            case CloseOutcome.Late _ -> StageEnd.LATE;
            case CloseOutcome.Blocked _ -> StageEnd.FAILED;
        };
    }

    private static StageEnd end(FenceOutcome outcome) {
        return switch (outcome) {
            case FenceOutcome.Done _, FenceOutcome.DoneBefore _ -> StageEnd.DONE;
            case FenceOutcome.Late _ -> StageEnd.LATE;
            case FenceOutcome.Blocked _ -> StageEnd.FAILED;
        };
    }

    private FenceRow stored() throws SQLException {
        var row = fence.read(MODULE).orElseThrow();
        var attempt = row.attempt();
        return new FenceRow(
                row.here(),
                row.epoch(),
                attempt == null ? FenceRow.NOBODY : Long.parseLong(attempt.substring(1)));
    }

    private static long seed() {
        var given = System.getProperty("banyan.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("banyan.seed=" + seed);
        return seed;
    }
}
