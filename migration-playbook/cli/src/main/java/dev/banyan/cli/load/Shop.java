package dev.banyan.cli.load;

import dev.banyan.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The shop as its clients see it: over HTTP, at the proxy. Safe for use by threads.
final class Shop implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int PAGE = 100;

    private final URI address;
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    Shop(URI address) {
        this.address = address;
    }

    /// Whatever the catalog sells.
    List<UUID> products() throws InterruptedException {
        try {
            var found = new ArrayList<UUID>();
            int total = Integer.MAX_VALUE;
            for (int page = 0; page * PAGE < total; page++) {
                var answer = send(request("/api/products?size=%d&page=%d".formatted(PAGE, page)));
                if (answer.statusCode() != 200) {
                    throw new IOException("status " + answer.statusCode());
                }
                var body = json.readTree(answer.body());
                total = body.path("total").asInt();
                for (var item : body.path("items")) {
                    found.add(UUID.fromString(item.path("id").asString()));
                }
            }
            return found;
        } catch (IOException e) {
            throw CommandFailure.refused(
                    "The shop at '%s' does not answer: %s.".formatted(address, e),
                    "start everything with './banyan up', and try again.");
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER);
    }

    HttpRequest.Builder post(String path, UUID key, Object body) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key.toString())
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode read(HttpResponse<String> answer) {
        return json.readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
