package dev.banyan.shop.extraction;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// Stands for the service that owns the stock: there is always enough.
final class StubInventory implements AutoCloseable {

    private final HttpServer server;
    private final JsonMapper json = JsonMapper.builder().build();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    StubInventory() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/internal/inventory",
                exchange -> {
                    try (exchange) {
                        var path = exchange.getRequestURI().getPath();
                        asked.add(exchange.getRequestMethod() + " " + path);
                        var body = exchange.getRequestBody().readAllBytes();
                        var answer =
                                answer(path, new String(body, StandardCharsets.UTF_8))
                                        .getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, answer.length);
                        exchange.getResponseBody().write(answer);
                    }
                });
        server.start();
    }

    private String answer(String path, String body) {
        if (path.endsWith("/levels")) {
            var product = json.readTree(body).get(0).asString();
            return "[{\"productId\":\"%s\",\"onHand\":99,\"reserved\":0,\"available\":99,\"inStock\":true}]"
                    .formatted(product);
        }
        var order = json.readTree(body).get("orderId").asString();
        return "{\"reservationId\":\"%1$s\",\"orderId\":\"%1$s\",\"status\":\"RESERVED\",\"missing\":[]}"
                .formatted(order);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
