package dev.banyan.shop.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.shop.ShopApplication;
import dev.banyan.shop.running.InternalClient;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A shop with few connections whose traces and logs are collected.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class OperationsIT {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final JsonMapper json = JsonMapper.builder().build();
    private final List<String> collected = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeAll
    void collect() throws IOException {
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        collector.createContext(
                "/v1/traces",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        collected.add(exchange.getRequestURI().getPath());
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        collector.start();
    }

    @AfterAll
    void stop() {
        collector.stop(0);
    }

    /// One start for all of it: a start of the shop is what these tests pay for.
    @Test
    void tracesLogsShedsAndStopsAsItIsAsked(CapturedOutput output) throws Exception {
        var shop = start();
        var client = new InternalClient(port(shop));
        var answer = client.send("GET", "/api/categories", "", "X-Correlation-Id", "operations-1");
        assertThat(answer.statusCode()).isEqualTo(200);

        await("traces").atMost(DEADLINE).until(() -> !collected.isEmpty());
        logsAsEcs(output);
        answersWith503WhenNoConnectionIsFree(shop, client);
        finishesWhatItHasBegun(shop);
    }

    private void logsAsEcs(CapturedOutput output) {
        var lines =
                output.getOut().lines().filter(line -> line.startsWith("{\"@timestamp\"")).toList();

        assertThat(lines).isNotEmpty();
        JsonNode line = json.readTree(lines.getLast());
        assertThat(line.at("/service/name").asString()).isEqualTo("banyan-shop");
        assertThat(line.at("/log/level").asString()).isNotEmpty();
        assertThat(line.get("message").asString()).isNotEmpty();
        assertThat(line.at("/ecs/version").asString()).isNotEmpty();
    }

    private void answersWith503WhenNoConnectionIsFree(
            ConfigurableApplicationContext shop, InternalClient client) throws SQLException {
        var taken = new ArrayList<Connection>();
        try {
            var pool = shop.getBean(HikariDataSource.class);
            while (taken.size() < pool.getMaximumPoolSize()) {
                taken.add(connection(pool));
            }

            var answer = client.send("GET", "/api/categories", "");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
        await().atMost(DEADLINE)
                .until(() -> client.send("GET", "/api/categories", "").statusCode() == 200);
    }

    /// The shop itself takes connections too; it gives them back.
    private static Connection connection(HikariDataSource pool) {
        return await().atMost(DEADLINE).ignoreExceptions().until(pool::getConnection, c -> true);
    }

    /// A request whose body is still coming is finished; new connections are not taken.
    private void finishesWhatItHasBegun(ConfigurableApplicationContext shop) throws Exception {
        var body = "{\"email\":\"slow@example.com\",\"name\":\"Slow\"}";
        var head =
                "POST /api/customers HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(body.length());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(shop));
                var closer = Executors.newVirtualThreadPerTaskExecutor()) {
            socket.setSoTimeout((int) DEADLINE.toMillis());
            var out = socket.getOutputStream();
            out.write((head + body.substring(0, 10)).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().atMost(DEADLINE).until(() -> requestsUnderWay(shop) > 0);

            var stopped = closer.submit(shop::close);
            await().atMost(DEADLINE).until(() -> !accepts(port(shop)));
            out.write(body.substring(10).getBytes(StandardCharsets.US_ASCII));
            out.flush();

            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("HTTP/1.1 201");
            assertThat(stopped).succeedsWithin(DEADLINE);
        }
    }

    private static double requestsUnderWay(ConfigurableApplicationContext shop) {
        return shop
                .getBean(MeterRegistry.class)
                .find("http.server.requests.active")
                .longTaskTimers()
                .stream()
                .mapToDouble(LongTaskTimer::activeTasks)
                .sum();
    }

    private static boolean accepts(int port) {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private ConfigurableApplicationContext start() {
        var database = PostgresServer.shared().createDatabase();
        return new SpringApplicationBuilder(ShopApplication.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--shop.seed.when=always",
                        "--logging.structured.format.console=ecs",
                        "--management.tracing.export.enabled=true",
                        "--management.tracing.sampling.probability=1.0",
                        "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:%d/v1/traces"
                                .formatted(collector.getAddress().getPort()),
                        "--spring.datasource.hikari.maximum-pool-size=6",
                        "--spring.datasource.hikari.connection-timeout=500",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password());
    }

    private static int port(ConfigurableApplicationContext shop) {
        return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
