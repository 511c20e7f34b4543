package dev.banyan.proxy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The proxy beside nginx, HAProxy and no proxy, interleaved. No part of the build: the README says
/// how to run it.
class ProxyBenchmark {
    private static final int CONNECTIONS = 64;
    private static final String OURS = "banyan";
    private static final String REFERENCE = "nginx";

    private static final int ROUNDS = Integer.getInteger("banyan.bench.rounds", 5);
    private static final int SECONDS = Integer.getInteger("banyan.bench.seconds", 5);
    private static final int WARM_UP_SECONDS = Integer.getInteger("banyan.bench.warmup", 15);

    @TempDir private Path folder;

    private record Case(String name, String path, Optional<Path> script) {}

    /// One run against one server.
    private record Measured(
            double perSecond, double p99Millis, double cpuMicros, double megabytes) {}

    /// What is compared.
    ///
    /// @param cost whether it is what a proxy costs, which no proxy has none of
    private record Metric(String text, boolean cost, ToDoubleFunction<Measured> value) {
        private static final List<Metric> ALL =
                List.of(
                        new Metric("throughput", false, Measured::perSecond),
                        new Metric("p99-ms", false, Measured::p99Millis),
                        new Metric("cpu-us-per-request", true, Measured::cpuMicros),
                        new Metric("rss-mb", true, Measured::megabytes));
    }

    @Test
    void compares() throws Exception {
        for (var tool : List.of("wrk", REFERENCE)) {
            assertThat(isInstalled(tool))
                    .as("%s; get it with: apt-get install %s", tool, tool)
                    .isTrue();
        }
        var ground = new Ground(folder);
        var peers = new ArrayList<Peer>();
        try {
            peers.add(ground.upstream());
            peers.add(ground.nginx());
            if (isInstalled("haproxy")) {
                peers.add(ground.haproxy());
            } else {
                System.out.println("haproxy is left out: apt-get install haproxy");
            }
            peers.add(ground.banyan(PostgresServer.shared().createDatabase()));
            for (var each : cases()) {
                report(each, measure(each, peers));
            }
        } finally {
            peers.reversed().forEach(Peer::close);
        }
    }

    private static boolean isInstalled(String tool) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(Objects.requireNonNullElse(System.getenv("PATH"), ""))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    private List<Case> cases() throws IOException {
        var post =
                Files.writeString(
                        folder.resolve("post.lua"),
                        "wrk.method = 'POST'\nwrk.body = string.rep('x', 4096)\n");
        return List.of(
                new Case("get-1k", "/api/stock/1k", Optional.empty()),
                new Case("get-64k", "/api/stock/64k", Optional.empty()),
                new Case("post-4k", "/api/stock/post", Optional.of(post)));
    }

    /// All rounds of one case; each has every peer, in an order that turns around each time.
    private static List<Map<String, Measured>> measure(Case which, List<Peer> peers)
            throws InterruptedException, IOException {
        for (var peer : peers) {
            int seconds = peer.name().equals(OURS) ? WARM_UP_SECONDS : 1;
            var _ = Load.run(peer.port(), which.path(), seconds, CONNECTIONS, which.script());
        }
        var rounds = new ArrayList<Map<String, Measured>>();
        var order = new ArrayList<>(peers);
        for (int i = 0; i < ROUNDS; i++) {
            Collections.reverse(order);
            try {
                rounds.add(round(which, order));
            } catch (IOException failed) {
                System.out.printf(
                        "A round of %s is dropped: %s%n", which.name(), failed.getMessage());
            }
        }
        assertThat(rounds).as("rounds without errors").isNotEmpty();
        return rounds;
    }

    private static Map<String, Measured> round(Case which, List<Peer> order)
            throws IOException, InterruptedException {
        var round = new LinkedHashMap<String, Measured>();
        for (var peer : order) {
            double before = peer.cpuSeconds();
            var result = Load.run(peer.port(), which.path(), SECONDS, CONNECTIONS, which.script());
            double cpu = (peer.cpuSeconds() - before) * 1e6 / result.requests();
            round.put(
                    peer.name(),
                    new Measured(
                            result.perSecond(), result.p99Millis(), cpu, peer.residentMegabytes()));
        }
        return round;
    }

    private static void report(Case which, List<Map<String, Measured>> rounds) {
        System.out.printf(
                "%n%s, %d rounds of %d s, %d connections; medians, in brackets: / %s%n",
                which.name(), rounds.size(), SECONDS, CONNECTIONS, REFERENCE);
        for (var peer : rounds.getFirst().keySet()) {
            var line = new StringBuilder("%-8s".formatted(peer));
            for (var metric : Metric.ALL) {
                line.append(
                        " %s %.2f (%.2f)"
                                .formatted(
                                        metric.text,
                                        median(
                                                rounds,
                                                round ->
                                                        metric.value.applyAsDouble(
                                                                of(round, peer))),
                                        ratio(rounds, metric, peer, REFERENCE)));
            }
            System.out.println(line);
        }
        if (Boolean.getBoolean("banyan.bench.json")) {
            rounds.getFirst().keySet().stream()
                    .filter(peer -> !peer.equals(OURS))
                    .forEach(peer -> json(which, rounds, peer));
        }
    }

    private static void json(Case which, List<Map<String, Measured>> rounds, String peer) {
        for (var metric : Metric.ALL) {
            // Without a proxy there is only the upstream, whose own cost is no proxy's.
            if (peer.equals("none") && metric.cost) {
                continue;
            }
            System.out.printf(
                    Locale.ROOT,
                    "{\"bench\":\"proxy\",\"case\":\"%s\",\"peer\":\"%s\",\"metric\":\"%s\",\"ours\":%.3f,\"theirs\":%.3f,\"ratio\":%.3f}%n",
                    which.name(),
                    peer,
                    metric.text,
                    median(rounds, round -> metric.value.applyAsDouble(of(round, OURS))),
                    median(rounds, round -> metric.value.applyAsDouble(of(round, peer))),
                    ratio(rounds, metric, OURS, peer));
        }
    }

    /// The median of the ratios within each round: what disturbs a round disturbs all of it.
    private static double ratio(
            List<Map<String, Measured>> rounds, Metric metric, String one, String other) {
        return median(
                rounds,
                round ->
                        metric.value.applyAsDouble(of(round, one))
                                / metric.value.applyAsDouble(of(round, other)));
    }

    private static Measured of(Map<String, Measured> round, String peer) {
        var measured = round.get(peer);
        if (measured == null) {
            throw new IllegalStateException("A round has no '" + peer + "'.");
        }
        return measured;
    }

    private static double median(
            List<Map<String, Measured>> rounds, ToDoubleFunction<Map<String, Measured>> value) {
        var sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
