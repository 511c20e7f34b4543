package dev.banyan.replication.diff;

import dev.banyan.replication.Database;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A stream that stands still, at any place, until it is released or the deadline has passed.
///
/// Without it, a stream that keeps up would be beyond the place of a snapshot before anybody could
/// tell it to stop there.
final class HeldStream implements AutoCloseable {

    /// The stream is asked to stop this far ahead of the log, where it surely has not been.
    private static final int BYTES_AHEAD = 16_384;

    private final CountDownLatch released;

    private HeldStream(CountDownLatch released) {
        this.released = released;
    }

    static HeldStream hold(Database owner, StandsAt stream, Duration deadline)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Boolean> stands = new CompletableFuture<>();
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<?> holding =
                stream.at(
                        ahead(owner),
                        () -> {
                            stands.complete(true);
                            await(released, deadline);
                        });
        HeldStream held = new HeldStream(released);
        try {
            wake(owner, " ".repeat(2 * BYTES_AHEAD));
            CompletableFuture.anyOf(stands, holding)
                    .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return held;
        } catch (SQLException
                | InterruptedException
                | ExecutionException
                | TimeoutException
                | RuntimeException failure) {
            held.release();
            throw failure;
        }
    }

    private static Lsn ahead(Database owner) throws SQLException {
        try (Connection connection = owner.connect("diff")) {
            return Query.of("select (pg_current_wal_insert_lsn() + ?)::text as lsn", BYTES_AHEAD)
                    .one(connection, row -> Lsn.parse(row.getString("lsn")));
        }
    }

    /// The stream knows that it stands at a place when something later arrives.
    static void wake(Database owner, String content) throws SQLException {
        try (Connection connection = owner.connect("diff")) {
            Query.of("select pg_logical_emit_message(true, 'banyan.diff', ?)", content)
                    .execute(connection);
        }
    }

    private static void await(CountDownLatch released, Duration deadline) {
        try {
            boolean inTime = released.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                throw new IllegalStateException(
                        "A diff held the stream for longer than " + deadline + ".");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
    }
}
