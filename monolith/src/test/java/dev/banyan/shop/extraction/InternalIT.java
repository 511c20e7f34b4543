package dev.banyan.shop.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.InternalClient;
import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What other applications ask of the shop: published interfaces, and events.
@ShopTest
class InternalIT {

    private final JsonMapper json = JsonMapper.builder().build();
    private final InternalClient others;
    private final ShopClient customers;

    InternalIT(@LocalServerPort int port) {
        this.others = new InternalClient(port);
        this.customers = new ShopClient(port);
    }

    @Test
    void answersOthersWhoShowTheToken() {
        var product = customers.product(UUID.randomUUID(), "5.00", 7);

        var levels =
                others.authorised("POST", "/internal/inventory/levels", "[\"" + product + "\"]");

        assertThat(levels.statusCode()).as(levels.body()).isEqualTo(200);
        assertThat(json(levels.body()).at("/0/onHand").asInt()).isEqualTo(7);
    }

    @Test
    void answersNobodyElse() {
        for (var path : new String[] {"/internal/inventory/levels", "/internal/events"}) {
            var without = others.send("POST", path, "[]");
            var wrong = others.send("POST", path, "[]", "Authorization", "Bearer of-bad-news");

            assertThat(without.statusCode()).as(path).isEqualTo(401);
            assertThat(wrong.statusCode()).as(path).isEqualTo(401);
            assertThat(json(wrong.body()).get("type").asString())
                    .isEqualTo("urn:banyan:unauthorised");
        }
    }

    @Test
    void namesTheFieldThatIsWrong() {
        var refused =
                others.authorised(
                        "POST",
                        "/internal/inventory/reservations",
                        "{\"orderId\":\"%s\",\"lines\":[{\"productId\":\"%s\",\"quantity\":0}]}"
                                .formatted(UUID.randomUUID(), UUID.randomUUID()));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused.body()).at("/errors/0/field").asString())
                .isEqualTo("lines[0].quantity");
    }

    @Test
    void placesAnOrderOnceForAnotherApplication() {
        var product = customers.product(UUID.randomUUID(), "5.00", 9);
        var order = UUID.randomUUID();
        var wish =
                """
                {"customerId":"%s","items":[{"productId":"%s","quantity":2}],"paymentMethod":"card",
                 "shippingAddress":{"recipient":"Ada","street":"Street 1","city":"City","postalCode":"1","country":"DE"}}
                """
                        .formatted(UUID.randomUUID(), product);

        var first = others.authorised("PUT", "/internal/orders/" + order, wish);
        var again = others.authorised("PUT", "/internal/orders/" + order, wish);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(json(first.body()).at("/total/amount").asDouble()).isEqualTo(10.0);
        assertThat(json(again.body()).get("orderId").asString()).isEqualTo(order.toString());
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofMinutes(1))
                .until(() -> customers.order(order).text("status").equals("CONFIRMED"));
        assertThat(customers.get("/api/inventory/" + product).number("available")).isEqualTo(7);
    }

    @Test
    void hearsTheEventsOfAModuleThatHasLeft() {
        var product = customers.product(UUID.randomUUID(), "5.00", 7);
        var order = UUID.randomUUID();
        others.authorised(
                "POST",
                "/internal/inventory/reservations",
                "{\"orderId\":\"%s\",\"lines\":[{\"productId\":\"%s\",\"quantity\":3}]}"
                        .formatted(order, product));
        var id = UUID.randomUUID();
        var event =
                """
                {"specversion":"1.0","id":"%s","source":"/orders","type":"ordering.order-cancelled",
                 "subject":"%s","time":"2026-11-21T12:00:00Z","datacontenttype":"application/json",
                 "data":{"eventId":"%s","orderId":"%s","customerId":"%s","reason":"test",
                         "cancelledAt":"2026-11-21T12:00:00Z"}}
                """
                        .formatted(id, order, id, order, UUID.randomUUID());

        for (int delivery = 0; delivery < 2; delivery++) {
            var answer =
                    others.authorised(
                            "POST",
                            "/internal/events?module=inventory",
                            event,
                            "Content-Type",
                            "application/cloudevents+json");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }

        assertThat(customers.get("/api/inventory/" + product).number("available")).isEqualTo(7);
        assertThat(customers.get("/api/inventory/reservations/" + order).text("status"))
                .isEqualTo("RELEASED");
    }

    private JsonNode json(String text) {
        return json.readTree(text);
    }
}
