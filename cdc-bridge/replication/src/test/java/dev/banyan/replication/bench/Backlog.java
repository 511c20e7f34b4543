package dev.banyan.replication.bench;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Signals;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How fast each peer gets through the same log, from the first row that it shows to the last.
final class Backlog {

    private static final List<Peer> PEERS =
            List.of(Peer.NATIVE, Peer.DIRECT, Peer.DEBEZIUM, Peer.RAW_DECODE, Peer.DEBEZIUM_DECODE);

    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 5;

    private final Ground ground;
    private final Workload workload;
    private final Measurements measured;

    Backlog(Ground ground, Workload workload, Measurements measured) {
        this.ground = ground;
        this.workload = workload;
        this.measured = measured;
    }

    /// One round; the next begins with another peer.
    void round(int number) throws SQLException, IOException, InterruptedException {
        TestDatabase source = ground.source();
        List<Peer> order = new ArrayList<>(PEERS);
        Collections.rotate(order, number);
        List<RunningPeer> peers = new ArrayList<>();
        for (Peer peer : order) {
            peers.add(RunningPeer.prepare(peer, ground, source, ground.target()));
        }
        Ground.run(source, workload.statements().toArray(String[]::new));
        try (Connection connection = source.connect()) {
            Signals.marker(connection, "end");
        }
        for (RunningPeer peer : peers) {
            ground.settle();
            try (peer) {
                peer.start();
                measure(peer);
            }
        }
    }

    private void measure(RunningPeer peer) throws SQLException, IOException, InterruptedException {
        if (peer.peer().applies()) {
            applied(peer);
        } else {
            List<Long> decoded = peer.decoded();
            double rows = decoded.get(0);
            add(peer, "rows/s", rows / (decoded.get(1) / 1e9));
            add(peer, "jvm-cpu-us/row", decoded.get(2) / 1e3 / rows);
            memory(peer, peer.usage());
        }
    }

    private void applied(RunningPeer peer) throws SQLException, InterruptedException {
        try (Connection target = peer.target().connect()) {
            await(peer, target, Workload.FIRST);
            long start = System.nanoTime();
            Map<String, ProcessUsage> before = peer.usage();
            long already = Ground.number(target, workload.seen());
            await(peer, target, Workload.LAST);
            long nanos = System.nanoTime() - start;
            Map<String, ProcessUsage> after = peer.usage();

            double rows = workload.rows() - already;
            add(peer, "rows/s", rows / (nanos / 1e9));
            for (String process :
                    List.of(RunningPeer.JVM, RunningPeer.APPLY, RunningPeer.WALSENDER)) {
                if (before.containsKey(process) && after.containsKey(process)) {
                    Duration cpu = after.get(process).cpu().minus(before.get(process).cpu());
                    add(peer, process + "-cpu-us/row", cpu.toNanos() / 1e3 / rows);
                }
            }
            memory(peer, after);
        }
    }

    private void memory(RunningPeer peer, Map<String, ProcessUsage> usage) {
        usage.forEach(
                (process, used) -> add(peer, process + "-mb", used.residentBytes() / 1048576.0));
    }

    private void add(RunningPeer peer, String metric, double value) {
        measured.add(workload.name(), peer.peer(), metric, value);
    }

    private static void await(RunningPeer peer, Connection target, String sql)
            throws SQLException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (Ground.number(target, sql) == 0) {
            peer.checkAlive();
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "'%s' did not get through in %s.".formatted(peer.peer().title(), DEADLINE));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
