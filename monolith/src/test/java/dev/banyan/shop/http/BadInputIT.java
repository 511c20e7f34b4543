package dev.banyan.shop.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.ShopTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes every mistake with every operation of the OpenAPI document.
@ShopTest
class BadInputIT {

    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    BadInputIT(@LocalServerPort int port) {
        this.port = port;
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeIsRefusedWithTheNameOfItsField() throws Exception {
        var seed = Long.getLong("banyan.seed", System.nanoTime());
        System.out.println("seed: " + seed);
        var document = json(get("/v3/api-docs"));
        var examples = new Examples(document, new Random(seed));
        var operations = Operation.in(document);

        assertThat(operations).hasSizeGreaterThan(30);
        return operations.stream()
                .flatMap(operation ->
                        new Mistakes(document, examples, operation)
                                .all().stream()
                                        .map(mistake ->
                                                DynamicTest.dynamicTest(
                                                        operation + ": " + mistake.what(),
                                                        () -> refuses(operation, mistake))));
    }

    @TestFactory
    Stream<DynamicTest> everyBodyThatIsTooLargeIsRefused() throws Exception {
        var document = json(get("/v3/api-docs"));
        var examples = new Examples(document, new Random(1));
        return Operation.in(document).stream()
                .filter(operation -> operation.body().isPresent())
                .map(operation ->
                        DynamicTest.dynamicTest(
                                operation + ": 10 MB",
                                () -> {
                                    var uri =
                                            new Mistakes(document, examples, operation)
                                                    .all()
                                                    .getFirst()
                                                    .uri();
                                    var bytes = new byte[TEN_MEGABYTES];
                                    var stated =
                                            send(
                                                    operation.method(),
                                                    uri,
                                                    BodyPublishers.ofByteArray(bytes));
                                    assertThat(stated.statusCode()).isEqualTo(413);
                                    assertThat(json(stated).get("limitBytes").asInt())
                                            .isEqualTo(1024 * 1024);
                                    assertThat(field(stated)).isEqualTo("body");
                                }));
    }

    @Test
    void aBodyOfUnknownLengthIsReadUpToTheLimitOnly() throws Exception {
        var spaces = " ".repeat(TEN_MEGABYTES).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        var answer =
                send(
                        "POST",
                        "/api/customers",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces)));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void aKeyThatIsTooLongIsRefusedByEveryPost() throws Exception {
        var document = json(get("/v3/api-docs"));
        var examples = new Examples(document, new Random(1));
        for (var operation : Operation.in(document)) {
            if (operation.method().equals("POST")) {
                var nothingWrong = new Mistakes(document, examples, operation).all().getLast();
                var answer = postWithKey("k".repeat(300), nothingWrong);

                assertThat(answer.statusCode())
                        .as("%s: %s", operation, answer.body())
                        .isBetween(400, 499);
                assertThat(answer.body()).containsIgnoringCase("Idempotency-Key");
            }
        }
    }

    private HttpResponse<String> postWithKey(String key, Mistakes.Mistake request)
            throws Exception {
        return http.send(
                request(request.uri())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(
                                request.body() == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(request.body()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aKeyThatWasUsedForAnotherBodyIsRefused() throws Exception {
        var first = register("key-of-ada", "ada.first@example.com");
        var again = register("key-of-ada", "ada.first@example.com");
        var other = register("key-of-ada", "ada.second@example.com");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).get("detail").asString()).contains("Idempotency-Key");
        assertThat(field(other)).isEqualTo("Idempotency-Key");
    }

    @Test
    void whatIsThereOnceIsRefusedTheSecondTimeWithItsField() throws Exception {
        register("key-of-one", "only.once@example.com");

        var second = register("key-of-two", "Only.Once@example.com");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(json(second).get("detail").asString()).contains("'email'");
        assertThat(field(second)).isEqualTo("email");
    }

    @Test
    void whatCannotBeAcceptedAsThingsAreIsRefusedWithItsField() throws Exception {
        var category =
                """
                {"sku":"NEW-1","name":"New","description":"New","category":"nowhere","brand":"New",
                 "basePrice":{"amount":1.00,"currency":"EUR"}}
                """;
        var order =
                """
                {"customerId":"%1$s","items":[{"productId":"%1$s","quantity":1}],"paymentMethod":"card",
                 "shippingAddress":{"recipient":"Ada","street":"1","city":"C","postalCode":"1","country":"DE"}}
                """
                        .formatted("018cc251-f400-7000-8000-00000000ffff");

        assertThat(refusal("/api/products", category)).isEqualTo("category");
        assertThat(refusal("/api/orders", order)).isEqualTo("items");
    }

    private String refusal(String path, String body) throws Exception {
        var answer = send("POST", path, BodyPublishers.ofString(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return field(answer);
    }

    private static String field(HttpResponse<String> answer) {
        return json(answer).at("/errors/0/field").asString();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (var path :
                new String[] {
                    "/api/nothing", "/nothing", "/api/products/018cc251-f400-7000-8000-ffffffffffff"
                }) {
            var answer = get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(isProblem(answer)).as(path).isTrue();
        }
    }

    @Test
    void theCorrelationIdOfARequestComesBack() throws Exception {
        var given =
                http.send(
                        request("/api/categories")
                                .header("X-Correlation-Id", "my-id-1")
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        var none = get("/api/categories");

        assertThat(given.headers().firstValue("X-Correlation-Id")).hasValue("my-id-1");
        assertThat(none.headers().firstValue("X-Correlation-Id").orElseThrow()).hasSize(36);
    }

    private void refuses(Operation operation, Mistakes.Mistake mistake) throws Exception {
        var body =
                mistake.body() == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(mistake.body());

        var answer = send(operation.method(), mistake.uri(), body);

        assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
        if (answer.statusCode() >= 400) {
            assertThat(isProblem(answer)).as("%s", answer.headers().map()).isTrue();
        }
        mistake.field()
                .ifPresent(field ->
                        assertThat(answer)
                                .satisfies(refused -> {
                                    assertThat(refused.statusCode())
                                            .as(refused.body())
                                            .isEqualTo(400);
                                    assertThat(
                                                    json(refused)
                                                            .get("errors")
                                                            .valueStream()
                                                            .map(error ->
                                                                    error.get("field").asString()))
                                            .as(refused.body())
                                            .anyMatch(named ->
                                                    named.equals(field)
                                                            || named.startsWith(field + ".")
                                                            || field.startsWith(named + "."));
                                }));
    }

    private HttpResponse<String> register(String key, String email) throws Exception {
        return http.send(
                request("/api/customers")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"email\":\"%s\",\"name\":\"Ada\"}".formatted(email)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private static boolean isProblem(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("application/problem+json"))
                .isPresent();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
