package dev.banyan.contracts.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.banyan.contracts.PactFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A double that answers as the Pact Broker's documentation says.
class PactBrokerIT {

    private static final String INDEX = "/pacts/provider/stock/latest";
    private static final String PACT = "/pacts/provider/stock/consumer/till/version/7";
    private static final String RESULTS = PACT + "/verification-results";

    @TempDir private Path folder = Path.of("");
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> received = new ConcurrentHashMap<>();
    private HttpServer server = start();

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takesTheNewestPactsAndGivesTheResultsBack() throws Exception {
        answers.put(
                INDEX,
                "{\"_links\":{\"pb:pacts\":[{\"href\":\"%s\",\"name\":\"till\"}]}}"
                        .formatted(address(PACT)));
        answers.put(
                PACT,
                """
                {"consumer":{"name":"till"},"provider":{"name":"stock"},"interactions":[],
                 "metadata":{"pactSpecification":{"version":"4.0"}},
                 "_links":{"pb:publish-verification-results":{"href":"%s"}}}
                """
                        .formatted(address(RESULTS)));
        answers.put(RESULTS, "{}");

        List<PactFile> pacts;
        try (var broker = new PactBroker(new Job.Broker(address(""), "secret"))) {
            pacts = broker.download("stock", folder);
            broker.publish(pacts.getFirst(), record(pacts.getFirst()));
        }

        assertThat(pacts)
                .singleElement()
                .satisfies(pact -> assertThat(pact.consumer()).isEqualTo("till"));
        assertThat(received).containsEntry("GET " + INDEX, "Bearer secret|");
        var result =
                JsonMapper.shared()
                        .readTree(
                                received.getOrDefault("POST " + RESULTS, "")
                                        .substring("Bearer secret|".length()));
        assertThat(result.at("/success").asBoolean()).isFalse();
        assertThat(result.at("/providerApplicationVersion").asString()).isEqualTo("build-1");
        assertThat(result.at("/testResults/problems/0").asString()).isEqualTo("a level: gone");
    }

    @Test
    void saysWhatTheBrokerRefuses() {
        try (var broker = new PactBroker(new Job.Broker(address(""), null))) {
            assertThatThrownBy(() -> broker.download("stock", folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("GET")
                    .hasMessageContaining(INDEX + "' with 404.");
        }
    }

    private static VerificationRecord record(PactFile pact) {
        return new VerificationRecord(
                "candidate",
                "build-1",
                pact.name(),
                pact.hash(),
                false,
                1,
                List.of("a level: gone"),
                5,
                "2026-01-01T00:00:00Z");
    }

    private String address(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private HttpServer start() {
        try {
            var http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", this::answer);
            http.start();
            return http;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().toString();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.put(
                exchange.getRequestMethod() + " " + path,
                exchange.getRequestHeaders().getFirst("Authorization") + "|" + body);
        var answer = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
