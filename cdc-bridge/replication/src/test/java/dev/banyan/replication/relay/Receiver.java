package dev.banyan.replication.relay;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// An application that takes events over HTTP, with an inbox: an event that was handled is taken
/// again without effect.
final class Receiver implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final List<Taken> effects = new ArrayList<>();
    private final Set<String> inbox = new HashSet<>();
    private volatile Reaction reaction = event -> 204;
    private int requests;

    record Taken(String id, String type, String subject, String data) {}

    /// Decides the status of an answer; only 204 has an effect.
    @FunctionalInterface
    interface Reaction {
        int to(Taken event) throws InterruptedException;
    }

    private Receiver(int port) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/internal/events", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static Receiver start() {
        return new Receiver(0);
    }

    static Receiver startAt(int port) {
        return new Receiver(port);
    }

    int port() {
        return server.getAddress().getPort();
    }

    Receiver reacting(Reaction next) {
        reaction = next;
        return this;
    }

    static Destination at(int port) {
        return new HttpDestination(
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:%d/internal/events".formatted(port)),
                "a token of the test",
                Duration.ofSeconds(30));
    }

    Destination destination() {
        return at(port());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            if (!"Bearer a token of the test".equals(headers.getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var event =
                    new Taken(
                            headers.getFirst("ce-id"),
                            headers.getFirst("ce-type"),
                            headers.getFirst("ce-subject"),
                            body);
            int status = react(event);
            if (status == 503) {
                headersOf(exchange).set("Banyan-Fenced", "stock 0");
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Headers headersOf(HttpExchange exchange) {
        return exchange.getResponseHeaders();
    }

    private int react(Taken event) throws InterruptedException {
        synchronized (this) {
            requests++;
            notifyAll();
        }
        int status = reaction.to(event);
        if (status == 204) {
            synchronized (this) {
                if (inbox.add(event.id())) {
                    effects.add(event);
                }
                notifyAll();
            }
        }
        return status;
    }

    synchronized int requests() {
        return requests;
    }

    synchronized List<Taken> effects() {
        return List.copyOf(effects);
    }

    /// The data of the effects of a subject, in their order.
    List<String> of(String subject) {
        return effects().stream()
                .filter(taken -> taken.subject().equals(subject))
                .map(Taken::data)
                .toList();
    }

    void await(Predicate<Receiver> condition) {
        Waiting.until(() -> condition.test(this));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
