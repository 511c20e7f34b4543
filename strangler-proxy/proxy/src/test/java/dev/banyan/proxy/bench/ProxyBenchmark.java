package dev.banyan.proxy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The proxy beside nginx, HAProxy, Spring Cloud Gateway and no proxy, interleaved: `./banyan bench
/// proxy`.
public final class ProxyBenchmark {
    private static final int CONNECTIONS = 64;
    private static final double HALF = 0.5;
    private static final String GATEWAY_JAR = "banyan.bench.gateway";
    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 3;

    private final BenchOptions options;
    private final Peers peers;
    private final Path folder;
    private final List<String> unmeasured = new ArrayList<>();

    private ProxyBenchmark(BenchOptions options, Peers peers, Path folder) {
        this.options = options;
        this.peers = peers;
        this.folder = folder;
    }

    private record Case(String name, String path, Optional<Path> script) {}

    /// One part of a round, which may fail.
    private interface Part {
        void measure(Peer peer, Measured into) throws IOException, InterruptedException;
    }

    public static void main(String... arguments) throws Exception {
        var missing = Tools.missing("wrk", "nginx");
        if (!missing.isEmpty()) {
            System.err.printf(
                    "The benchmark needs wrk, which asks, and nginx, which all are compared with. Not installed: %s.%nNext: apt-get install %s%n",
                    String.join(", ", missing), String.join(" ", missing));
            System.exit(FAILED);
        }
        try {
            var unmeasured = measure(BenchOptions.of(arguments));
            if (!unmeasured.isEmpty()) {
                System.err.printf("Not measured: %s.%n", String.join(", ", unmeasured));
                System.exit(FAILED);
            }
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(WRONG_USAGE);
        }
    }

    /// @return the cases of which no round was without error
    private static List<String> measure(BenchOptions options)
            throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("banyan-bench");
        var gateway = Path.of(System.getProperty(GATEWAY_JAR, "gateway.jar"));
        try (var peers = Peers.start(new Ground(folder), gateway)) {
            var benchmark = new ProxyBenchmark(options, peers, folder);
            Runtime.getRuntime().addShutdownHook(new Thread(peers::close));
            benchmark.run();
            return benchmark.unmeasured;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        var post =
                Files.writeString(
                        folder.resolve("post.lua"),
                        "wrk.method = 'POST'\nwrk.body = string.rep('x', 4096)\n");
        var small = new Case("get-1k", "/api/stock/1k", Optional.empty());
        var cases =
                List.of(
                        small,
                        new Case("get-64k", "/api/stock/64k", Optional.empty()),
                        new Case("post-4k", "/api/stock/post", Optional.of(post)));
        for (var each : cases) {
            if (options.has(each.name()) || (each.equals(small) && options.has("half-rate"))) {
                asFastAsAnswered(each);
            }
        }
        if (options.has("idle")) {
            idle();
        }
    }

    private void asFastAsAnswered(Case which) throws InterruptedException, IOException {
        for (var peer : peers.all()) {
            int seconds = peer.isOnJvm() ? options.warmUpSeconds() : 1;
            System.err.printf("%s: %s warms up for %d s.%n", which.name(), peer.name(), seconds);
            var _ = load(peer, which, seconds);
        }
        var measured =
                rounds(
                        which.name(),
                        (peer, into) -> {
                            double before = peer.cpuSeconds();
                            var result = load(peer, which, options.seconds());
                            double cpu = peer.cpuSeconds() - before;
                            into.add("throughput", peer.name(), result.perSecond());
                            into.add("p50-ms", peer.name(), result.latency().p50Millis());
                            into.add("p99-ms", peer.name(), result.latency().p99Millis());
                            into.add(
                                    "cpu-us-per-request",
                                    peer.name(),
                                    cpu * 1e6 / result.requests());
                            into.add("rss-mb", peer.name(), peer.residentMegabytes());
                        });
        report(measured);
        boolean hasRate = which.name().equals("get-1k") && !measured.isEmpty();
        if (hasRate && options.has("half-rate")) {
            atHalfRate(which, measured.median("throughput", Measured.REFERENCE) * HALF);
        }
    }

    private static Load.Result load(Peer peer, Case which, int seconds)
            throws IOException, InterruptedException {
        return Load.run(peer.port(), which.path(), seconds, CONNECTIONS, which.script());
    }

    /// What each answers when it is asked half as often as nginx can answer: a closed loop on few
    /// cores measures the scheduler.
    private void atHalfRate(Case which, double perSecond) throws InterruptedException {
        report(
                rounds(
                        "half-rate",
                        (peer, into) -> {
                            var latency =
                                    PacedLoad.run(
                                            peer.port(),
                                            which.path(),
                                            perSecond,
                                            options.seconds(),
                                            CONNECTIONS);
                            into.add("p50-ms", peer.name(), latency.p50Millis());
                            into.add("p99-ms", peer.name(), latency.p99Millis());
                        }));
    }

    private void idle() throws InterruptedException {
        report(
                rounds(
                        "idle",
                        (peer, into) -> {
                            double before = peer.residentMegabytes();
                            try (var _ = new IdleConnections(peer.port(), options.idle())) {
                                double more = peer.residentMegabytes() - before;
                                into.add(
                                        "idle-kb-per-connection",
                                        peer.name(),
                                        Math.max(0, more) * 1_024 / options.idle());
                                into.add("rss-mb", peer.name(), peer.residentMegabytes());
                            }
                        }));
    }

    /// All rounds of one case; each has every peer. One with an error counts nothing.
    private Measured rounds(String name, Part part) throws InterruptedException {
        var all = new Measured(name);
        for (int i = 0; i < options.rounds(); i++) {
            System.err.printf("%s: round %d of %d.%n", name, i + 1, options.rounds());
            var round = new Measured(name);
            try {
                for (var peer : new ArrayList<>(peers.inTurn())) {
                    part.measure(peer, round);
                }
                all.add(round);
            } catch (IOException failed) {
                System.err.printf("A round of %s is dropped: %s%n", name, failed.getMessage());
            }
        }
        if (all.isEmpty()) {
            unmeasured.add(name);
        }
        return all;
    }

    private void report(Measured measured) {
        if (options.json()) {
            measured.printJson();
        } else {
            measured.print();
        }
    }
}
