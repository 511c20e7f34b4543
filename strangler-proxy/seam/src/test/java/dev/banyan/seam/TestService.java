package dev.banyan.seam;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A service that remembers what it was asked and answers as it is told, else with a success.
final class TestService implements AutoCloseable {

    static final String TOKEN = "a-token-of-32-characters-or-more";

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();

    record Asked(String method, String path, Map<String, String> headers, String body) {
        @Nullable String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /// @param fenced the value of `Banyan-Fenced`, or null
    record Answer(int status, String type, String body, @Nullable String fenced) {
        static Answer problem(int status, String body) {
            return new Answer(status, "application/problem+json", body, null);
        }

        static Answer fencedOff() {
            return new Answer(
                    503,
                    "application/problem+json",
                    "{\"type\":\"urn:banyan:fenced\",\"status\":503}",
                    "stock 3");
        }
    }

    TestService() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Asked> asked() {
        return asked;
    }

    synchronized void next(Answer... told) {
        answers.addAll(List.of(told));
    }

    synchronized void forget() {
        answers.clear();
        asked.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new java.util.TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(
                                    name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath();
            asked.add(new Asked(exchange.getRequestMethod(), path, headers, body));
            send(exchange, told(path));
        }
    }

    private synchronized Answer told(String path) {
        var told = answers.poll();
        if (told != null) {
            return told;
        }
        var one = "{\"by\":\"service\",\"product\":\"pen\",\"quantity\":1}";
        var body = path.endsWith("/levels") ? "[" + one + "]" : one;
        return new Answer(200, "application/json", body, null);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.fenced() != null) {
            exchange.getResponseHeaders().set("Banyan-Fenced", answer.fenced());
        }
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
