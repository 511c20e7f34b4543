package dev.banyan.shop.ordering;

import static dev.banyan.shop.ordering.Buyer.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The stream of an order's statuses, which ends by itself when the order is decided.
@ShopTest
class OrderProgressIT {

    private final Buyer buyer;
    private final URI shop;

    @Autowired
    OrderProgressIT(@LocalServerPort int port, TestDatabase database) {
        this.buyer = Buyer.of(port, database);
        this.shop = URI.create("http://127.0.0.1:" + port);
    }

    @Test
    void tellsEachStatusOnceAndEnds() throws Exception {
        var order = id(buyer.place(1, "card"));

        var told = statuses(progress(order, 0));

        assertThat(told).containsExactly("PENDING", "RESERVED", "PAID", "CONFIRMED");
    }

    @Test
    void goesOnBehindWhatTheClientHasSeen() throws Exception {
        var order = id(buyer.ended(buyer.place(1, "card")));

        var told = progress(order, 2);

        assertThat(statuses(told)).containsExactly("PAID", "CONFIRMED");
        assertThat(field(told, "id:")).containsExactly("3", "4");
    }

    @Test
    void tellsWhyAnOrderHasEnded() throws Exception {
        var order = id(buyer.place(1, "card-declined"));

        var last = data(progress(order, 0)).getLast();

        assertThat(last.get("status").asString()).isEqualTo("PAYMENT_FAILED");
        assertThat(last.get("reason").asString()).isEqualTo("The card was declined.");
    }

    @Test
    void knowsNoOrderThatThereIsNot() {
        assertThat(
                        buyer.shop()
                                .get("/api/orders/%s/progress".formatted(UUID.randomUUID()))
                                .status())
                .isEqualTo(404);
    }

    private List<String> progress(UUID order, int last) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(shop.resolve("/api/orders/%s/progress".formatted(order)))
                        .header("Last-Event-ID", Integer.toString(last))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            try (Stream<String> lines = response.body()) {
                return lines.toList();
            }
        }
    }

    private static List<String> statuses(List<String> lines) {
        return data(lines).stream().map(change -> change.get("status").asString()).toList();
    }

    private static List<JsonNode> data(List<String> lines) {
        return field(lines, "data:").stream().map(JsonMapper.shared()::readTree).toList();
    }

    private static List<String> field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .toList();
    }
}
