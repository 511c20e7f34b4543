package dev.banyan.cli.processes;

import dev.banyan.cli.processes.LendingInstallation.BridgeKind;
import dev.banyan.postgres.test.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// How long writes wait while the owner changes, there and back again and again, with writes at a
/// fixed rate through the proxy. Two databases of one server, an application that knows nothing of
/// the toolkit, and every process with a JVM of its own.
///
/// Arguments: `--json`, and `--quick` for a run that is too short to be quoted.
public final class SwitchBenchmark {
    private static final int RATE = 200;
    private static final int CYCLES = 50;
    private static final int QUICK_CYCLES = 5;
    private static final int WARM_UP_SECONDS = 10;
    private static final int FAILURES_TOLD = 5;

    /// What the journal says of the parts of a pause, in their order.
    private static final List<String> PARTS =
            List.of(
                    "hold",
                    "close",
                    "drained",
                    "marker",
                    "sequences",
                    "pass",
                    "open",
                    "awake",
                    "release");

    private final boolean json;
    private final int cycles;
    private final List<Double> longest = new ArrayList<>();

    private SwitchBenchmark(boolean json, int cycles) {
        this.json = json;
        this.cycles = cycles;
    }

    public static void main(String[] arguments) throws Exception {
        var options = Arrays.asList(arguments);
        var known = List.of("--quick", "--json");
        if (!known.containsAll(options)) {
            System.err.println("The options are --quick and --json.");
            System.exit(2);
        }
        int cycles = options.contains("--quick") ? QUICK_CYCLES : CYCLES;
        var folder = Files.createTempDirectory("banyan-switch");
        try {
            new SwitchBenchmark(options.contains("--json"), cycles).run(folder);
        } finally {
            remove(folder);
        }
    }

    private void run(Path folder) throws Exception {
        var server = PostgresServer.shared();
        try (var installation = new LendingInstallation(server, server, folder, BridgeKind.JAR)) {
            installation.plan();
            installation.done("create");
            installation.done("diff");
            installation.done("switch", "--reads", "100");
            warmUp(installation);
            try (var writes = new Writes(installation.proxyPort, RATE)) {
                for (int i = 0; i < cycles; i++) {
                    change(installation, writes, "switch", "--writes");
                    change(installation, writes, "reverse");
                }
                writes.stop();
                print(installation, writes);
            }
        }
    }

    /// What was just started is slow for reasons that have nothing to do with a change of owner.
    private static void warmUp(LendingInstallation installation) throws InterruptedException {
        try (var writes = new Writes(installation.proxyPort, RATE)) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            writes.stop();
        }
    }

    private void change(LendingInstallation installation, Writes writes, String... verb) {
        long from = System.nanoTime();
        installation.done(verb[0], Arrays.copyOfRange(verb, 1, verb.length));
        longest.add(writes.longestSince(from));
    }

    private void print(LendingInstallation installation, Writes writes) throws SQLException {
        print("pause", evidence(installation, "pause-ms", Double::parseDouble));
        for (var part : PARTS) {
            print(part, evidence(installation, part, SwitchBenchmark::millis));
        }
        print("longest write of a change", longest);
        print("every write", writes.millis());
        print("failed writes", "of " + writes.sent(), writes.failures().size());
        writes.failures().stream().limit(FAILURES_TOLD).forEach(System.err::println);
    }

    /// What the journal says of each change of owner.
    private static List<Double> evidence(
            LendingInstallation installation, String what, Function<String, Double> value)
            throws SQLException {
        return LendingInstallation.texts(
                        installation.source,
                        "SELECT evidence ->> '%1$s' FROM banyan.journal WHERE evidence ->> '%1$s' IS NOT NULL ORDER BY id"
                                .formatted(what))
                .stream()
                .map(value)
                .toList();
    }

    private static double millis(String duration) {
        return Duration.parse(duration).toNanos() / 1e6;
    }

    private void print(String what, List<Double> millis) {
        var sorted = millis.stream().sorted().toList();
        if (json) {
            print(what, "p50-ms", at(sorted, 0.5));
            print(what, "p99-ms", at(sorted, 0.99));
            print(what, "max-ms", at(sorted, 1));
        } else {
            System.out.printf(
                    "%-26s n = %-6d p50 %7.1f ms   p99 %7.1f ms   max %7.1f ms%n",
                    what, sorted.size(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }
    }

    private void print(String what, String metric, double value) {
        System.out.printf(
                json
                        ? "{\"bench\":\"switch\",\"case\":\"%s\",\"metric\":\"%s\",\"ours\":%.1f}%n"
                        : "%-26s %s: %.0f%n",
                what,
                metric,
                value);
    }

    private static double at(List<Double> sorted, double share) {
        int place = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, place));
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
