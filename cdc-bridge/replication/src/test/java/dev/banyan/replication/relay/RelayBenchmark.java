package dev.banyan.replication.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How many events a relay brings to a subscriber, beside the same requests without log and tables,
/// and how long one takes. Relay, subscriber and load share one JVM; the server waits for its disk.
///
/// Arguments: `--json`, and `--quick` for a run that is too short to be quoted.
public final class RelayBenchmark implements AutoCloseable {

    private static final int SUBJECTS = 500;
    private static final int RATE = 200;
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final boolean json;
    private final int events;
    private final int rounds;
    private final PostgresServer server = PostgresServer.start(Map.of("fsync", "on"));
    private final Subscriber subscriber = new Subscriber();
    private final Queue<RelayedEvent> sent = new ConcurrentLinkedQueue<>();

    private RelayBenchmark(List<String> options) throws IOException {
        this.json = options.contains("--json");
        boolean quick = options.contains("--quick");
        this.events = quick ? 4_000 : 30_000;
        this.rounds = quick ? 1 : 3;
    }

    public static void main(String[] arguments) throws Exception {
        try (RelayBenchmark benchmark = new RelayBenchmark(Arrays.asList(arguments))) {
            benchmark.run();
        }
    }

    private void run() throws Exception {
        for (var reader : List.of(Reader.PGOUTPUT, Reader.DEBEZIUM)) {
            var relayed = new ArrayList<Double>();
            var alone = new ArrayList<Double>();
            var millis = new ArrayList<Double>();
            for (int round = 0; round < rounds; round++) {
                relayed.add(backlog(reader));
                alone.add(alone());
                millis.addAll(latencies(reader));
            }
            millis.sort(null);
            report(
                    reader,
                    median(relayed),
                    median(alone),
                    millis.get(millis.size() / 2),
                    millis.get(millis.size() * 99 / 100));
        }
    }

    /// Events a second from a log that waits for the relay.
    private double backlog(Reader reader) throws Exception {
        var outbox = outbox();
        publish(outbox, events);
        sent.clear();
        subscriber.expect(events);
        try (var relay = relay(outbox, reader)) {
            subscriber.awaitFirst();
            long start = System.nanoTime();
            subscriber.awaitAll(relay.link().name());
            return events * 1e9 / (System.nanoTime() - start);
        } finally {
            Relay.remove(outbox.access(), DEADLINE);
        }
    }

    /// The same requests, as many at a time, of nothing but the client.
    private double alone() throws Exception {
        var again = new ArrayList<>(sent);
        var next = new AtomicInteger();
        subscriber.expect(again.size());
        Callable<Integer> sender =
                () -> {
                    int one = next.getAndIncrement();
                    for (; one < again.size(); one = next.getAndIncrement()) {
                        subscriber.destination().deliver(again.get(one));
                    }
                    return one;
                };
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(Collections.nCopies(RelaySettings.defaults().concurrency(), sender));
        }
        return again.size() * 1e9 / (System.nanoTime() - start);
    }

    /// From the commit of an event to its arrival, at a fixed rate.
    private List<Double> latencies(Reader reader) throws Exception {
        var outbox = outbox();
        int count = RATE * (events / 2_000);
        int warmUp = RATE * 2;
        subscriber.expect(warmUp + count);
        var committed = new HashMap<String, Long>();
        try (var relay = relay(outbox, reader);
                var connection = outbox.connect()) {
            long start = System.nanoTime();
            for (int n = 0; n < warmUp + count; n++) {
                LockSupport.parkNanos(start + n * 1_000_000_000L / RATE - System.nanoTime());
                var id = TestOutbox.publish(connection, "ordering", "s" + n % SUBJECTS, "" + n);
                if (n >= warmUp) {
                    committed.put(id.toString(), System.nanoTime());
                }
            }
            subscriber.awaitAll(relay.link().name());
        } finally {
            Relay.remove(outbox.access(), DEADLINE);
        }
        return committed.entrySet().stream()
                .map(one -> Math.max(0, subscriber.arrived(one.getKey()) - one.getValue()) / 1e6)
                .toList();
    }

    private TestOutbox outbox() throws Exception {
        var outbox = TestOutbox.create(server, "ordering");
        Relay.install(outbox.access(), DEADLINE);
        new Subscriptions(outbox.access()).add(Subscriptions.CONTROL);
        return outbox;
    }

    private static void publish(TestOutbox outbox, int count) throws Exception {
        try (var connection = outbox.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            for (int n = 0; n < count; n++) {
                TestOutbox.publish(
                        connection,
                        "ordering",
                        "s" + n % SUBJECTS,
                        "{\"order\": %d, \"lines\": [{\"item\": 1, \"count\": 2}]}".formatted(n));
            }
        }
    }

    private Relay relay(TestOutbox outbox, Reader reader) throws Exception {
        var settings = RelaySettings.defaults().with(StreamSettings.defaults().with(reader));
        Destination destination =
                event -> {
                    sent.add(event);
                    return subscriber.destination().deliver(event);
                };
        return Relay.start(
                outbox.access(),
                settings,
                name -> Optional.of(destination),
                Instant::now,
                Moment.Listener.none());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void report(Reader reader, double relayed, double alone, double p50, double p99) {
        String name = reader == Reader.PGOUTPUT ? "direct" : "debezium";
        String form =
                json
                        ? "{\"bench\":\"relay\",\"case\":\"backlog-%s\",\"peer\":\"requests-alone\",\"metric\":\"events-per-second\",\"ours\":%.0f,\"theirs\":%.0f,\"ratio\":%.3f,\"p50-ms\":%.1f,\"p99-ms\":%.1f}%n"
                        : "%-9s %,8.0f events/s, the requests alone %,8.0f/s, ratio %.2f; at "
                                + RATE
                                + "/s from commit to arrival p50 %.1f ms, p99 %.1f ms%n";
        System.out.printf(Locale.ROOT, form, name, relayed, alone, relayed / alone, p50, p99);
    }

    @Override
    public void close() {
        subscriber.close();
        server.close();
    }

    /// Takes everything and notes when.
    private static final class Subscriber implements AutoCloseable {

        private final HttpServer server;
        private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
        private final Destination destination;
        private volatile int expected;

        Subscriber() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            server.createContext("/internal/events", this::take);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            destination =
                    new HttpDestination(
                            HttpClient.newHttpClient(),
                            URI.create(
                                    "http://127.0.0.1:%d/internal/events"
                                            .formatted(server.getAddress().getPort())),
                            "",
                            Duration.ofSeconds(30));
        }

        private void take(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                arrivals.put(exchange.getRequestHeaders().getFirst("ce-id"), System.nanoTime());
                exchange.sendResponseHeaders(204, -1);
            }
        }

        Destination destination() {
            return destination;
        }

        void expect(int count) {
            arrivals.clear();
            expected = count;
        }

        long arrived(String id) {
            return Optional.ofNullable(arrivals.get(id)).orElseThrow();
        }

        void awaitFirst() {
            await("Nothing", () -> !arrivals.isEmpty());
        }

        void awaitAll(String what) {
            await("Not all of '" + what + "'", () -> arrivals.size() >= expected);
        }

        private static void await(String what, BooleanSupplier condition) {
            long end = System.nanoTime() + DEADLINE.toNanos();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(what + " arrived within " + DEADLINE + ".");
                }
                LockSupport.parkNanos(1_000_000);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
