package dev.banyan.replication.bench;

import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/// How long a committed row takes to be seen on the other side, at a fixed rate of one-row
/// transactions. One process writes and looks, so that there is one clock.
final class Latency {

    private static final int WRITERS = 4;
    private static final int WARM_UP_SECONDS = 4;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Measurements measured;
    private final int each;
    private final int warmUp;
    private final AtomicLongArray committed;
    private final AtomicLongArray seen;

    private Latency(int seconds, Measurements measured) {
        this.measured = measured;
        this.warmUp = WARM_UP_SECONDS * BenchOptions.RATE / WRITERS;
        this.each = warmUp + seconds * BenchOptions.RATE / WRITERS;
        this.committed = new AtomicLongArray(WRITERS * each);
        this.seen = new AtomicLongArray(WRITERS * each);
    }

    static void measure(Ground ground, int seconds, Peer peer, Measurements measured)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        TestDatabase source = ground.source();
        TestDatabase target = ground.target();
        try (RunningPeer running = RunningPeer.prepare(peer, ground, source, target)) {
            ground.settle();
            running.start();
            new Latency(seconds, measured).run(running, source);
        }
    }

    private void run(RunningPeer peer, TestDatabase source)
            throws SQLException, InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            Map<String, ProcessUsage> before = awaitFirst(peer, source);
            long start = System.nanoTime();
            var writers =
                    IntStream.range(0, WRITERS)
                            .<Future<?>>mapToObj(
                                    writer -> threads.submit(() -> write(source, writer, start)))
                            .toList();
            look(peer.target());
            for (Future<?> writer : writers) {
                writer.get();
            }
            report(peer, before, System.nanoTime() - start);
        }
    }

    /// The peer runs before the clock does.
    private static Map<String, ProcessUsage> awaitFirst(RunningPeer peer, TestDatabase source)
            throws SQLException, InterruptedException {
        Ground.run(source, "INSERT INTO event VALUES (0, 0, 0, 'first', now())");
        long end = System.nanoTime() + DEADLINE.toNanos();
        try (Connection target = peer.target().connect()) {
            while (Ground.number(target, Workload.LAST) == 0) {
                peer.checkAlive();
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("'" + peer.peer().title() + "' did not start.");
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        return peer.usage();
    }

    private Void write(TestDatabase source, int writer, long start)
            throws SQLException, InterruptedException {
        long pause = 1_000_000_000L * WRITERS / BenchOptions.RATE;
        long offset = pause * writer / WRITERS;
        try (Connection connection = source.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO tick VALUES (?, ?, 'tick')")) {
            for (int number = 0; number < each; number++) {
                long wait = start + offset + number * pause - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                insert.setInt(1, writer);
                insert.setInt(2, number);
                insert.executeUpdate();
                committed.set(writer * each + number, System.nanoTime());
            }
        }
        return null;
    }

    private void look(TestDatabase target) throws SQLException {
        String sql =
                "SELECT "
                        + String.join(
                                ", ",
                                IntStream.range(0, WRITERS)
                                        .mapToObj(writer ->
                                                "(SELECT coalesce(max(n), -1) FROM tick WHERE writer = "
                                                        + writer
                                                        + ")")
                                        .toList());
        int[] last = new int[WRITERS];
        Arrays.fill(last, -1);
        long end = System.nanoTime() + DEADLINE.plusSeconds(2L * each).toNanos();
        try (Connection connection = target.connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            while (Arrays.stream(last).anyMatch(number -> number < each - 1)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("Not all rows arrived.");
                }
                look(query, last);
            }
        }
    }

    private void look(PreparedStatement query, int[] last) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            long now = System.nanoTime();
            row.next();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = row.getInt(writer + 1);
                for (int fresh = last[writer] + 1; fresh <= number; fresh++) {
                    seen.set(writer * each + fresh, now);
                }
                last[writer] = number;
            }
        }
        java.util.concurrent.locks.LockSupport.parkNanos(500_000);
    }

    private void report(RunningPeer peer, Map<String, ProcessUsage> before, long nanos)
            throws SQLException {
        double[] millis =
                IntStream.range(0, WRITERS * each)
                        .filter(index -> index % each >= warmUp)
                        .mapToDouble(
                                index -> Math.max(0, seen.get(index) - committed.get(index)) / 1e6)
                        .sorted()
                        .toArray();
        String name = "at-" + BenchOptions.RATE + "/s";
        measured.add(name, peer.peer(), "p50-ms", millis[millis.length / 2]);
        measured.add(name, peer.peer(), "p99-ms", millis[millis.length * 99 / 100]);
        measured.add(name, peer.peer(), "max-ms", millis[millis.length - 1]);
        peer.usage()
                .forEach((process, used) -> {
                    ProcessUsage first = before.get(process);
                    if (first != null) {
                        double share = used.cpu().minus(first.cpu()).toNanos() * 100.0 / nanos;
                        measured.add(name, peer.peer(), process + "-cpu-%", share);
                    }
                });
    }
}
