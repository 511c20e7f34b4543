package dev.banyan.ledger;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.routing.Share;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// A ledger in a database of its own, for one test.
record TestLedger(TestDatabase database, Ledger ledger) implements AutoCloseable {

    static final Note NOTE = Note.by("test");
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    static TestLedger in(TestDatabase database) {
        var ledger = Ledger.on(connections(database), UUID::randomUUID);
        ledger.install();
        return new TestLedger(database, ledger);
    }

    static LedgerConnections connections(TestDatabase database) {
        return LedgerConnections.to(database.url(), database.username(), database.password());
    }

    /// A module that streams and whose reads are switched; a change of the phases before that costs
    /// attempts, so the state is written as they would leave it.
    TestLedger withReadsSwitched(String module) {
        ledger.plan(module, TestExtractions.traffic(), "{\"tables\":[\"stock\"]}", NOTE);
        sql("UPDATE banyan.extraction SET state = jsonb_set(state, '{phase}', '\"STREAMING\"')");
        TestExtractions.taken(ledger.apply(module, new Change.SwitchReads(Share.ALL), NOTE));
        return this;
    }

    /// The fence rows as the replication library has them, as far as the ledger reads them.
    TestLedger withFence(String module, boolean here, long epoch, String attempt) {
        sql(
                "CREATE TABLE IF NOT EXISTS banyan.fence (module text PRIMARY KEY, here boolean NOT NULL, epoch bigint NOT NULL, attempt text)");
        sql(
                "INSERT INTO banyan.fence VALUES ('%s', %s, %d, '%s') ON CONFLICT (module) DO UPDATE SET here = excluded.here, epoch = excluded.epoch, attempt = excluded.attempt"
                        .formatted(module, here, epoch, attempt));
        return this;
    }

    void sql(String statement) {
        try (var connection = database.connect();
                var open = connection.createStatement()) {
            open.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run '%s'.".formatted(statement), e);
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        var pause = new java.util.concurrent.CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within %s: %s".formatted(DEADLINE, what));
            }
            var _ = pause.await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
