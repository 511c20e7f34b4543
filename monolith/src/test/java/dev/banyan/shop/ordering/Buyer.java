package dev.banyan.shop.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A customer of their own who orders a product of its own, ten of which are on the shelf, and
/// looks into the shop's books afterwards.
record Buyer(ShopClient shop, JdbcClient books, UUID customer, UUID product) {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    static Buyer of(int port, TestDatabase database) {
        var shop = new ShopClient(port);
        var product = shop.product(UUID.randomUUID(), "19.99", 10);
        return new Buyer(
                shop, JdbcClient.create(database.dataSource()), UUID.randomUUID(), product);
    }

    Answer place(int quantity, String method) {
        return place(quantity, method, UUID.randomUUID().toString());
    }

    Answer place(int quantity, String method, String key) {
        return shop.place(customer, List.of(product), quantity, method, key);
    }

    Answer placeWith(UUID other, int quantity) {
        return shop.place(
                customer, List.of(product, other), quantity, "card", UUID.randomUUID().toString());
    }

    Answer cancel(Answer order) {
        return shop.post(
                "/api/orders/%s/cancellation".formatted(id(order)),
                "{\"reason\":\"changed my mind\"}",
                Optional.empty());
    }

    /// The order when it is decided.
    Answer ended(Answer placed) {
        await().atMost(DEADLINE)
                .until(() ->
                        OrderStatus.valueOf(shop.order(id(placed)).text("status")).isDecided());
        return shop.order(id(placed));
    }

    void awaitStatus(UUID order, String status) {
        soon(() -> assertThat(shop.order(order).text("status")).isEqualTo(status));
    }

    void awaitParcel(Answer order, String status) {
        soon(() -> assertThat(shipment(order).text("status")).isEqualTo(status));
    }

    void awaitNotification(String kind) {
        soon(() ->
                assertThat(
                                books.sql(
                                                "SELECT count(*) FROM notification.notification WHERE customer_id = ? AND kind = ?")
                                        .params(customer, kind)
                                        .query(Integer.class)
                                        .single())
                        .isEqualTo(1));
    }

    Answer stock() {
        return shop.get("/api/inventory/" + product);
    }

    Answer payment(Answer order) {
        return shop.get("/api/payments/" + id(order));
    }

    Answer shipment(Answer order) {
        return shop.get("/api/shipments/" + id(order));
    }

    int charges(Answer order) {
        return provider(order, "true");
    }

    int refunds(Answer order) {
        return provider(order, "refunded_at IS NOT NULL");
    }

    private int provider(Answer order, String condition) {
        return books.sql(
                        """
                        SELECT count(*) FROM payment.payment p
                        JOIN payment.simulated_provider_charge c ON c.reference = p.id
                        WHERE p.order_id = ? AND %s
                        """
                                .formatted(condition))
                .param(id(order))
                .query(Integer.class)
                .single();
    }

    /// How many events of a type tell of the order.
    int published(Answer order, String type) {
        return books.sql("SELECT count(*) FROM banyan_outbox.event WHERE subject = ? AND type = ?")
                .params(id(order).toString(), type)
                .query(Integer.class)
                .single();
    }

    static void soon(ThrowingRunnable assertion) {
        await().atMost(DEADLINE).untilAsserted(assertion);
    }

    static UUID id(Answer order) {
        return UUID.fromString(order.text("id"));
    }
}
