package dev.banyan.cli.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.processes.LendingInstallation.BridgeKind;
import dev.banyan.postgres.test.PostgresServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Measures how long writes wait while the owner changes, there and back again and again, with
/// writes at a fixed rate through the proxy. Two databases of one server, an unchanged application.
///
/// `banyan.bench.cycles` (50), `banyan.bench.rate` (200 a second), `banyan.bench.json`.
class SwitchBenchmark {
    private static final int ROWS = 200;

    @TempDir Path folder;

    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void tellsHowLongWritesWait() throws Exception {
        int cycles = Integer.getInteger("banyan.bench.cycles", 50);
        int rate = Integer.getInteger("banyan.bench.rate", 200);
        var server = PostgresServer.shared();
        try (var installation = new LendingInstallation(server, server, folder, BridgeKind.JAR);
                var clock = Executors.newScheduledThreadPool(1);
                var http = HttpClient.newHttpClient()) {
            installation.plan();
            installation.done("create");
            installation.done("diff");
            installation.done("switch", "--reads", "100");
            write(installation.proxyPort, rate, clock, http);
            for (int i = 0; i < cycles; i++) {
                installation.done("switch", "--writes");
                installation.done("reverse");
            }
            clock.shutdownNow();
            Eventually.await(
                    "every answer", () -> latencies.size() + failures.size() >= sent.get());
            print(installation, cycles, rate);
            assertThat(failures).isEmpty();
        }
    }

    private void write(int port, int rate, ScheduledExecutorService clock, HttpClient http) {
        var _ =
                clock.scheduleAtFixedRate(
                        () -> write(port, http), 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
    }

    /// The time counts from when it was to be sent: a client that waits does not send less.
    private void write(int port, HttpClient http) {
        long number = sent.incrementAndGet();
        long begun = System.nanoTime();
        var uri = "http://127.0.0.1:%d/loans/%d/remark".formatted(port, 1 + number % ROWS);
        var request =
                HttpRequest.newBuilder(URI.create(uri))
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("remark=w" + number))
                        .build();
        var _ =
                http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .whenComplete((answer, problem) -> {
                            if (problem == null && answer.statusCode() == 303) {
                                latencies.add(System.nanoTime() - begun);
                            } else {
                                failures.add(
                                        problem == null ? answer.toString() : problem.toString());
                            }
                        });
    }

    private void print(LendingInstallation installation, int cycles, int rate) throws Exception {
        var all = latencies.stream().map(n -> Duration.ofNanos(n).toMillis()).sorted().toList();
        System.out.printf(
                "%d cycles, %d writes at %d/s asked, %d failed%n",
                cycles, sent.get(), rate, failures.size());
        print("write pause", evidence(installation, "pause-ms"));
        for (var part : List.of("hold-ms", "close-ms", "drained-ms", "marker-ms", "sequences-ms")) {
            print(part, evidence(installation, part));
        }
        print("write latency, all writes", all);
    }

    /// What the journal says of each change of owner.
    private static List<Long> evidence(LendingInstallation installation, String what)
            throws Exception {
        return LendingInstallation.texts(
                        installation.source,
                        "SELECT evidence ->> '%1$s' FROM banyan.journal WHERE evidence ? '%1$s' ORDER BY id"
                                .formatted(what))
                .stream()
                .map(Long::parseLong)
                .sorted()
                .toList();
    }

    private static void print(String what, List<Long> sorted) {
        if (Boolean.getBoolean("banyan.bench.json")) {
            System.out.printf(
                    "{\"bench\":\"switch\",\"case\":\"%s\",\"metric\":\"ms\",\"samples\":%d,\"p50\":%d,\"p99\":%d,\"max\":%d}%n",
                    what, sorted.size(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        } else {
            System.out.printf(
                    "%-28s n=%-6d p50 %d ms, p99 %d ms, max %d ms%n",
                    what, sorted.size(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.isEmpty()
                ? -1
                : sorted.get(
                        Math.min(sorted.size() - 1, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
