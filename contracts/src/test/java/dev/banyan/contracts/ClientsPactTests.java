package dev.banyan.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.ConsumerPactRunnerKt;
import au.com.dius.pact.consumer.PactTestExecutionContext;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What clients send, and what they read of the answers. Their pact says that and nothing else: an
/// interaction that is not used here fails the test.
class ClientsPactTests {

    private static final String PRODUCT = "01890000-0000-7000-8000-0000000a";
    private static final String ORDER = "01890000-0000-7000-8000-0000000b";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void clientsUseEveryInteractionOfTheirPactAndNoOther() {
        var pact =
                (V4Pact)
                        DefaultPactReader.INSTANCE.loadPact(
                                Path.of(
                                                System.getProperty("banyan.root"),
                                                "contracts",
                                                "pacts",
                                                "clients-inventory.json")
                                        .toFile());

        var result =
                ConsumerPactRunnerKt.<PactTestExecutionContext>runConsumerTest(
                        pact,
                        MockProviderConfig.createDefault(PactSpecVersion.V4),
                        (server, context) -> {
                            use(server.getUrl());
                            return context;
                        });

        assertThat(result).as("%s", result).isInstanceOf(PactVerificationResult.Ok.class);
    }

    private void use(String url) throws IOException, InterruptedException {
        var inventory = url + "/api/inventory/";
        var level = get(inventory + PRODUCT + "0001");
        assertThat(level.at("/available").asInt()).isEqualTo(5);
        assertThat(level.at("/inStock").asBoolean()).isTrue();
        assertThat(get(inventory + PRODUCT + "0999").at("/status").asInt()).isEqualTo(404);
        assertThat(get(inventory + "shoes").at("/errors/0/field").asString())
                .isEqualTo("productId");
        assertThat(
                        post(
                                        inventory + PRODUCT + "0002/restock",
                                        "{\"quantity\":3,\"lowStockThreshold\":1}",
                                        "contract-delivery-1")
                                .at("/onHand")
                                .asInt())
                .isEqualTo(3);
        assertThat(
                        post(inventory + PRODUCT + "0003/restock", "{\"quantity\":2}", "")
                                .at("/onHand")
                                .asInt())
                .isEqualTo(7);
        for (var wrong : new int[] {0, 1_000_001}) {
            assertThat(
                            post(
                                            inventory + PRODUCT + "0004/restock",
                                            "{\"quantity\":%d}".formatted(wrong),
                                            "")
                                    .at("/errors/0/field")
                                    .asString())
                    .isEqualTo("quantity");
        }
        assertThat(get(inventory + "reservations/" + ORDER + "0001").at("/status").asString())
                .isEqualTo("RESERVED");
        assertThat(get(inventory + "reservations/" + ORDER + "0999").at("/title").asString())
                .isEqualTo("Not Found");
    }

    private JsonNode get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private JsonNode post(String url, String body, String key)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(key.isEmpty() ? request : request.header("Idempotency-Key", key));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }
}
