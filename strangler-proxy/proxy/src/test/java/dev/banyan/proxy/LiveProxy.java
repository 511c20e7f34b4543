package dev.banyan.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.Traffic;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A proxy with a ledger, a control and a candidate behind it, all real, in this process.
final class LiveProxy implements AutoCloseable {
    private static final Note NOTE = Note.by("test");

    /// The bodies that both applications got.
    final Queue<String> received = new ConcurrentLinkedQueue<>();

    final HttpServer control = application("control");
    final HttpServer candidate = application("candidate");
    final Ledger ledger;
    final HttpClient client = HttpClient.newHttpClient();
    private final BanyanSettings settings;
    private ProxyServer proxy;

    LiveProxy(TestDatabase database, Path state) throws IOException {
        this.settings =
                BanyanSettings.parse(
                        "banyan.yaml",
                        text(database, state, "proxy-under-test", 0),
                        environment(database));
        this.ledger =
                Ledger.on(
                        LedgerConnections.to(
                                database.url(), database.username(), database.password()),
                        UUID::randomUUID);
        ledger.install();
        this.proxy = start(database);
    }

    private ProxyServer start(TestDatabase database) throws IOException {
        return ProxyServer.start(settings, environment(database));
    }

    void restart(TestDatabase database) throws IOException {
        proxy.close();
        proxy = start(database);
    }

    static Map<String, String> environment(TestDatabase database) {
        return Map.of("SOURCE_PASSWORD", database.password(), "ADMIN", "0123456789abcdef");
    }

    /// The configuration of a proxy in front of these applications.
    String text(TestDatabase database, Path state, String name, int port) {
        return """
        source: {url: '%s', username: '%s', password: '${SOURCE_PASSWORD}'}
        proxy:
          name: %s
          listen: 127.0.0.1:%d
          admin: 127.0.0.1:0
          adminToken: ${ADMIN}
          state: '%s'
          drain: 5s
          accessLog: {output: file, file: '%s/access.log'}
          control:
            upstreams: ['http://127.0.0.1:%d']
            health: {interval: 200ms, timeout: 30s, failures: 2}
            timeouts: {connect: 30s, response: 60s}
            breaker: {slowAfter: 60s}
        modules:
          inventory:
            schemas: [inventory]
            stickyKey: header:X-User
            routes: [{path: /api/stock/**}]
            candidate:
              upstreams: ['http://127.0.0.1:%d']
              health: {timeout: 30s}
              timeouts: {connect: 30s, response: 60s}
              breaker: {slowAfter: 60s}
        """
                .formatted(
                        database.url(),
                        database.username(),
                        name,
                        port,
                        state,
                        state,
                        control.getAddress().getPort(),
                        candidate.getAddress().getPort());
    }

    /// Brings the module so far that its reads can be switched.
    void stream() {
        var module = settings.module("inventory");
        var traffic = Traffic.onControl(module.routes(), module.stickyKey(), module.cohorts());
        taken(() -> ledger.plan("inventory", traffic, module.toJson(), NOTE));
        var id = UUID.randomUUID().toString();
        taken(() ->
                ledger.apply(
                        "inventory",
                        new Change.Begin(id, AttemptKind.CREATE, "test", "bridge"),
                        NOTE));
        taken(() -> ledger.apply("inventory", new Change.Finish(id, "bridge"), NOTE));
    }

    /// Changes the extraction, and gives the version at which it happened.
    long apply(Change change) {
        return taken(() -> ledger.apply("inventory", change, NOTE));
    }

    /// A change that the ledger says has not happened is asked for again: on a machine under load
    /// its timeouts may strike.
    private static long taken(Supplier<Step> change) {
        Step step;
        try {
            step = change.get();
        } catch (LedgerException.OutcomeUnknown unknown) {
            throw unknown;
        } catch (LedgerException didNotHappen) {
            step = change.get();
        }
        assertThat(step).isInstanceOf(Step.Taken.class);
        return ((Step.Taken) step).extraction().version();
    }

    boolean hasAcknowledged(long version) {
        return ledger.processes().stream()
                .anyMatch(it -> it.id().equals("proxy-under-test") && it.acknowledged() >= version);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(proxy.address(), path))
                        .header("X-User", "alice")
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> admin(String method, String path, String token)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(proxy.adminAddress(), path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(InetSocketAddress address, String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private HttpServer application(String name) {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            received(exchange.getRequestBody().readAllBytes());
                            var body = name.getBytes(StandardCharsets.UTF_8);
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                        }
                    });
            server.start();
            return server;
        } catch (IOException failed) {
            throw new IllegalStateException("The application " + name + " cannot start.", failed);
        }
    }

    private void received(byte[] body) {
        if (body.length > 0) {
            received.add(new String(body, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        proxy.close();
        client.close();
        ledger.close();
        control.stop(0);
        candidate.stop(0);
    }
}
