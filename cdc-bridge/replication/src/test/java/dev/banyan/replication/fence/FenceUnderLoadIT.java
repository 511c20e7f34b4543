package dev.banyan.replication.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.internal.Query;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Closes and opens the fence again and again while writers write under every isolation level.
class FenceUnderLoadIT {

    private static final int ROUNDS = 8;

    private static final int WRITERS = 6;

    private static final FenceSettings SETTINGS =
            new FenceSettings(
                    Duration.ofMillis(300),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60));

    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Long> unknown = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void survivesF02F04NoRowChangesBehindTheFenceAndNoAcknowledgedWriteIsMissing()
            throws Exception {
        long seed = seed();
        Side side = Side.create();
        Fence fence = fencedTable(side);
        List<Long> pauses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writers = startWriters(side, threads, seed);

            try {
                for (int round = 0; round < ROUNDS; round++) {
                    acknowledgeSome();
                    pauses.add(closeCheckAndOpen(side, fence, 2L * round + 1));
                }
            } finally {
                stopped.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        }

        assertEqualToAcknowledged(side);
        pauses.sort(null);
        System.out.printf(
                "fence closed, checked and opened %d times beside %d writers, %d writes; waited for open writers: median %d µs, longest %d µs; seed %d%n",
                ROUNDS,
                WRITERS,
                acknowledged.size(),
                pauses.get(ROUNDS / 2),
                pauses.getLast(),
                seed);
    }

    private static long seed() {
        String given = System.getProperty("banyan.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("seed " + seed);
        return seed;
    }

    private static Fence fencedTable(Side side) throws Exception {
        side.run(
                "create schema app",
                "create table app.entry (id bigint primary key)",
                "create table app.total (writer int primary key, entries bigint)",
                "insert into app.total select writer, 0 from generate_series(0, "
                        + WRITERS
                        + " - 1) writer");
        Fence fence = new Fence(side.database(), SETTINGS);
        fence.prepare();
        fence.register("app", true);
        new FenceTriggers(side.database(), TriggerSettings.STANDARD)
                .install("app", side.catalogue("app").tableNames());
        return fence;
    }

    private void acknowledgeSome() throws InterruptedException {
        int before = acknowledged.size();
        Side.until("some writes went through", () -> acknowledged.size() > before + 12);
    }

    /// @return for how long the fence waited for open writers, in microseconds
    private static long closeCheckAndOpen(Side side, Fence fence, long epoch) throws Exception {
        CloseOutcome outcome;
        try (Connection observer = side.connect()) {
            outcome = fence.close(new FenceChange("app", epoch, "close"), List.of());
            assertThat(outcome).isInstanceOf(CloseOutcome.Closed.class);
            String closed = fingerprint(observer);
            for (int look = 0; look < 10; look++) {
                LockSupport.parkNanos(3_000_000);
                assertThat(fingerprint(observer)).isEqualTo(closed);
            }
        }

        assertThat(fence.open(new FenceChange("app", epoch + 1, "open")))
                .isInstanceOf(FenceOutcome.Done.class);
        return TimeUnit.NANOSECONDS.toMicros(((CloseOutcome.Closed) outcome).waited().toNanos());
    }

    private static String fingerprint(Connection observer) throws SQLException {
        return Query.of(
                        """
                        select md5(string_agg(xmin || ':' || id, ',' order by id))
                               || (select string_agg(xmin || ':' || entries, ',' order by writer) from app.total)
                        from app.entry
                        """)
                .one(observer, row -> row.getString(1));
    }

    private List<Future<?>> startWriters(Side side, ExecutorService threads, long seed) {
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            writers.add(
                    threads.submit(() -> {
                        write(side, number, new Random(seed + number));
                        return null;
                    }));
        }
        return writers;
    }

    private void write(Side side, int writer, Random random) throws SQLException {
        int[] isolations = {
            Connection.TRANSACTION_READ_COMMITTED,
            Connection.TRANSACTION_REPEATABLE_READ,
            Connection.TRANSACTION_SERIALIZABLE
        };
        try (Connection connection = side.application()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(isolations[writer % isolations.length]);
            for (long next = 0; !stopped.get(); next++) {
                writeOnce(connection, writer * 1_000_000_000L + next, random);
            }
        }
    }

    private void writeOnce(Connection connection, long id, Random random) throws SQLException {
        boolean committing = false;
        try {
            if (random.nextInt(3) == 0) {
                Side.number(connection, "select count(*) from app.total");
            }
            Side.run(connection, "insert into app.entry values (" + id + ")");
            maybePause(random);
            Side.run(
                    connection,
                    "update app.total set entries = entries + 1 where writer = "
                            + id / 1_000_000_000L);
            maybePause(random);
            committing = true;
            connection.commit();
            acknowledged.add(id);
        } catch (SQLException failure) {
            connection.rollback();
            if (!Refusal.mayBeBehind(failure)) {
                throw failure;
            }
            if (committing) {
                unknown.add(id);
            }
        }
    }

    /// Between two statements, and between the last one and the commit: a fence that does not wait
    /// for open writers is passed only there.
    private static void maybePause(Random random) {
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(20_000_000));
        }
    }

    private void assertEqualToAcknowledged(Side side) throws SQLException {
        Set<Long> stored = ConcurrentHashMap.newKeySet();
        side.texts("select id from app.entry").forEach(id -> stored.add(Long.parseLong(id)));
        assertThat(stored).containsAll(acknowledged);
        stored.removeAll(acknowledged);
        assertThat(unknown).containsAll(stored);
        assertThat(side.number("select sum(entries) from app.total"))
                .isEqualTo(side.number("select count(*) from app.entry"));
    }
}
