package dev.banyan.replication.bench;

import java.util.List;

/// Copy, streams and latency beside PostgreSQL's own logical replication, interleaved.
///
/// Arguments: `--json`, `--quick` for a run that is too short to be quoted, and the names of cases
/// (`copy`, `one-row`, `large`, `latency`), where not all are wanted.
public final class BridgeBenchmark {

    private BridgeBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        BenchOptions options = BenchOptions.of(arguments);
        Measurements measured = new Measurements();
        try (Ground ground = new Ground()) {
            if (options.has("copy")) {
                copies(ground, options, measured);
            }
            backlogs(ground, options, measured);
            if (options.has("latency")) {
                latencies(ground, options, measured);
            }
        }
        System.out.println(options.json() ? measured.json() : told(measured));
    }

    private static void copies(Ground ground, BenchOptions options, Measurements measured)
            throws Exception {
        CopySpeed copy = new CopySpeed(ground, options.copyRows(), measured);
        for (int round = 0; round < options.rounds(); round++) {
            copy.round(round);
        }
    }

    private static void backlogs(Ground ground, BenchOptions options, Measurements measured)
            throws Exception {
        for (Workload workload :
                List.of(
                        Workload.oneRow(options.transactions()),
                        Workload.large(BenchOptions.LARGE_TRANSACTIONS, options.largeRows()))) {
            if (options.has(workload.name())) {
                Backlog backlog = new Backlog(ground, workload, measured);
                for (int round = 0; round < options.rounds(); round++) {
                    backlog.round(round);
                }
            }
        }
    }

    private static void latencies(Ground ground, BenchOptions options, Measurements measured)
            throws Exception {
        for (int round = 0; round < options.rounds(); round++) {
            for (Peer peer : List.of(Peer.NATIVE, Peer.DIRECT, Peer.DEBEZIUM)) {
                Latency.measure(ground, options.seconds(), peer, measured);
            }
        }
    }

    private static String told(Measurements measured) {
        StringBuilder text = new StringBuilder(measured.tables()).append("\n\n");
        for (Peer peer : Peer.values()) {
            text.append(String.format("%-16s %s%n", peer.title(), peer.meaning()));
        }
        return text.append(
                        "Ratios to native are in brackets. The Debezium JDBC sink is left out:\n")
                .append("it is a task of Kafka Connect, and no part of this build.")
                .toString();
    }
}
