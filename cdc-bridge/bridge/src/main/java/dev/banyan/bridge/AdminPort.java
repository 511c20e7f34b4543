package dev.banyan.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.banyan.ledger.LedgerException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Tells operators and metrics collectors how the bridge is: `/ready`, and behind the token
/// `/state`, `/relays` and `/metrics`.
final class AdminPort implements AutoCloseable {
    private static final String BEARER = "Bearer ";

    private final HttpServer server;
    private final byte[] token;
    private final JsonMapper json = JsonMapper.builder().build();

    AdminPort(
            InetSocketAddress address,
            String token,
            Supplier<Object> state,
            Supplier<Object> relays,
            Supplier<String> metrics)
            throws IOException {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.server = HttpServer.create(address, 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/ready", exchange -> answer(exchange, 200, "text/plain", "ready\n"));
        server.createContext(
                "/state",
                exchange ->
                        guarded(
                                exchange,
                                "application/json",
                                () -> json.writeValueAsString(state.get())));
        server.createContext(
                "/relays",
                exchange ->
                        guarded(
                                exchange,
                                "application/json",
                                () -> json.writeValueAsString(relays.get())));
        server.createContext(
                "/metrics", exchange -> guarded(exchange, "text/plain; version=0.0.4", metrics));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void guarded(HttpExchange exchange, String type, Supplier<String> body)
            throws IOException {
        var given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null
                || !given.startsWith(BEARER)
                || !isToken(given.substring(BEARER.length()))) {
            answer(
                    exchange,
                    401,
                    "text/plain",
                    "Send the bridge's token: 'Authorization: Bearer …'.\n");
            return;
        }
        try {
            answer(exchange, 200, type, body.get());
        } catch (LedgerException e) {
            answer(exchange, 503, "text/plain", e.getMessage() + "\n");
        }
    }

    /// Takes as long for a wrong token as for the right one.
    private boolean isToken(String given) {
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
