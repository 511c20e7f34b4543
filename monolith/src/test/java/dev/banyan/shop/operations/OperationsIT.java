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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;
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
        await("an answer")
                .atMost(DEADLINE)
                .until(() -> client.send("GET", "/api/categories", "").statusCode() == 200);

        await("traces").atMost(DEADLINE).until(() -> !collected.isEmpty());
        logsAsEcs(output);
        answersWith503WhenNoConnectionIsFree(shop, client, output);
        finishesWhatItHasBegun(shop);
    }

    private void logsAsEcs(CapturedOutput output) {
        var lines = lines(output.getOut());

        assertThat(lines).isNotEmpty();
        var line = lines.getLast();
        assertThat(line.at("/service/name").asString()).isEqualTo("banyan-shop");
        assertThat(line.at("/log/level").asString()).isNotEmpty();
        assertThat(line.get("message").asString()).isNotEmpty();
        assertThat(line.at("/ecs/version").asString()).isNotEmpty();
    }

    private void answersWith503WhenNoConnectionIsFree(
            ConfigurableApplicationContext shop, InternalClient client, CapturedOutput output)
            throws SQLException {
        int before = output.getOut().length();
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
        assertThat(lines(output.getOut().substring(before)))
                .anySatisfy(line -> {
                    assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
                    assertThat(line.get("message").asString())
                            .startsWith("Answered 1 requests with 503")
                            .contains("total=6, active=6");
                })
                .noneSatisfy(
                        line -> assertThat(line.at("/log/level").asString()).isEqualTo("ERROR"))
                .noneSatisfy(line ->
                        assertThat(line.at("/error/stack_trace").isMissingNode()).isFalse());
    }

    private List<JsonNode> lines(String output) {
        return output.lines()
                .filter(line -> line.startsWith("{\"@timestamp\"") && line.endsWith("}"))
                .map(json::readTree)
                .toList();
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
        // Another shop of this process may have set the logs up before, and then nobody does again.
        LoggingSystem.get(getClass().getClassLoader()).cleanUp();
        var database = PostgresServer.shared().createDatabase();
        return new SpringApplicationBuilder(ShopApplication.class)
                .environment(variable("SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT", "3000"))
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
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password());
    }

    /// An environment in which a variable is set, as a container's is.
    private static ConfigurableEnvironment variable(String name, String value) {
        var environment = new StandardServletEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of(name, value)));
        return environment;
    }

    private static int port(ConfigurableApplicationContext shop) {
        return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
