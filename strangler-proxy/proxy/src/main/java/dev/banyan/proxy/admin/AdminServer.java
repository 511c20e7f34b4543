package dev.banyan.proxy.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.banyan.proxy.upstream.CircuitBreaker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Answers operators on an address and threads of its own, apart from traffic.
///
/// `/health/live` and `/health/ready` need no token; everything else does.
public final class AdminServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AdminServer.class.getName());
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final String JSON = "application/json";

    /// What the server tells and can do.
    public interface Operations {
        /// Why the proxy should get no traffic, or empty.
        String unready();

        /// The live state as JSON.
        String state();

        /// All metrics in the text format of Prometheus.
        String metrics();

        /// Forces the breaker of an upstream.
        ///
        /// @return whether there is such an upstream
        boolean force(String upstream, CircuitBreaker.Force force);
    }

    /// What is answered.
    private record Answer(int status, String type, String body) {
        static Answer problem(int status, String detail) {
            return new Answer(
                    status,
                    "application/problem+json",
                    "{\"status\":%d,\"detail\":%s}\n".formatted(status, StateJson.text(detail)));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AdminToken token;
    private final Operations operations;

    public AdminServer(InetSocketAddress address, AdminToken token, Operations operations)
            throws IOException {
        this.token = token;
        this.operations = operations;
        this.server = HttpServer.create(address, BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        // A request whose body nobody asked for ends its connection, and clients would be
        // surprised.
        try (exchange;
                var _ = exchange.getRequestBody()) {
            var answer = answerOrProblem(exchange);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (answer.status() == 401) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answerOrProblem(HttpExchange exchange) {
        try {
            return answer(exchange);
        } catch (RuntimeException failed) {
            LOG.log(
                    Level.WARNING,
                    "An operator's request to " + exchange.getRequestURI().getPath() + " failed.",
                    failed);
            return Answer.problem(500, "The answer failed; the log says why.");
        }
    }

    private Answer answer(HttpExchange exchange) {
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/health/live")) {
            return new Answer(200, JSON, "{\"status\":\"UP\"}\n");
        }
        if (path.equals("/health/ready")) {
            return ready();
        }
        var given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null || !token.isIn(given)) {
            return Answer.problem(401, "The admin port needs 'Authorization: Bearer TOKEN'.");
        }
        return authorized(exchange, path);
    }

    private Answer authorized(HttpExchange exchange, String path) {
        boolean reads = exchange.getRequestMethod().matches("GET|HEAD");
        if (path.equals("/state") && reads) {
            return new Answer(200, JSON, operations.state());
        }
        if (path.equals("/metrics") && reads) {
            return new Answer(
                    200, "text/plain; version=0.0.4; charset=utf-8", operations.metrics());
        }
        if (path.matches("/upstreams/[^/]+/breaker")
                && exchange.getRequestMethod().equals("POST")) {
            return force(
                    path.substring("/upstreams/".length(), path.length() - "/breaker".length()),
                    String.valueOf(exchange.getRequestURI().getQuery()));
        }
        return Answer.problem(
                404,
                "There are GET /state, GET /metrics, GET /health/live, GET /health/ready and POST /upstreams/NAME/breaker?force=open|closed|none.");
    }

    private Answer ready() {
        var unready = operations.unready();
        return unready.isEmpty()
                ? new Answer(200, JSON, "{\"status\":\"UP\"}\n")
                : new Answer(
                        503,
                        JSON,
                        "{\"status\":\"DOWN\",\"reason\":%s}\n".formatted(StateJson.text(unready)));
    }

    private Answer force(String upstream, String query) {
        for (var force : CircuitBreaker.Force.values()) {
            if (query.equals("force=" + force.name().toLowerCase(Locale.ROOT))) {
                return operations.force(upstream, force)
                        ? new Answer(200, JSON, operations.state())
                        : Answer.problem(404, "There is no upstream '%s'.".formatted(upstream));
            }
        }
        return Answer.problem(400, "'force' is open, closed or none.");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
