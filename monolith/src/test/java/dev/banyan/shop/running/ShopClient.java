package dev.banyan.shop.running;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Talks to a running shop as a customer does.
public final class ShopClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final JsonMapper json = JsonMapper.builder().build();
    private final URI address;

    public ShopClient(int port) {
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /// An answer of the shop.
    public record Answer(int status, JsonNode body, Optional<String> location) {

        /// The text at a path such as `status` or `total.amount`.
        public String text(String path) {
            return body.at("/" + path.replace('.', '/')).asString();
        }

        public int number(String path) {
            return body.at("/" + path.replace('.', '/')).asInt();
        }
    }

    /// Makes a product that can be ordered.
    public UUID product(UUID id, String price, int quantity) {
        require(
                200,
                put(
                        "/api/prices/" + id,
                        "{\"amount\":{\"amount\":%s,\"currency\":\"EUR\"}}".formatted(price)));
        require(
                200,
                post(
                        "/api/inventory/%s/restock".formatted(id),
                        "{\"quantity\":%d}".formatted(quantity),
                        Optional.of("stock-" + id)));
        return id;
    }

    public Answer place(
            UUID customer, List<UUID> products, int quantity, String method, String key) {
        return post("/api/orders", order(customer, products, quantity, method), Optional.of(key));
    }

    public Answer order(UUID id) {
        return get("/api/orders/" + id);
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET());
    }

    public Answer delete(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).DELETE());
    }

    public Answer post(String path, String body, Optional<String> key) {
        var request =
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        return send(request);
    }

    public Answer put(String path, String body) {
        return send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String order(UUID customer, List<UUID> products, int quantity, String method) {
        var items =
                products.stream()
                        .map(id -> "{\"productId\":\"%s\",\"quantity\":%d}".formatted(id, quantity))
                        .toList();
        return """
        {"customerId":"%s","items":%s,"paymentMethod":"%s","shippingAddress":
         {"recipient":"Ada","street":"Street 1","city":"City","postalCode":"12345","country":"DE"}}
        """
                .formatted(customer, items, method);
    }

    /// What is not JSON.
    public String text(String path) {
        return exchange(HttpRequest.newBuilder(address.resolve(path)).GET()).body();
    }

    private Answer send(HttpRequest.Builder request) {
        var response = exchange(request);
        return new Answer(
                response.statusCode(),
                json.readTree(response.body().isEmpty() ? "{}" : response.body()),
                response.headers().firstValue("Location"));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the shop.", e);
        }
    }

    private static void require(int status, Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("The shop answered %s.".formatted(answer));
        }
    }
}
