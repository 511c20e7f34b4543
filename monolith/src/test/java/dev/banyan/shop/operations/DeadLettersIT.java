package dev.banyan.shop.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// An event that a module cannot handle, until somebody mends the module and replays it.
@ShopTest
class DeadLettersIT {

    private static final String CONSUMER = "notification.order-confirmed";
    private static final String DELIVERIES = "/actuator/deliveries";

    private final ShopClient shop;
    private final JdbcClient database;
    private final UUID customer = UUID.randomUUID();

    @Autowired
    DeadLettersIT(@LocalServerPort int port, TestDatabase database) {
        this.shop = new ShopClient(port);
        this.database = JdbcClient.create(database.dataSource());
    }

    @AfterEach
    void mend() {
        database.sql("ALTER TABLE notification.notification DROP CONSTRAINT IF EXISTS broken")
                .update();
    }

    @Test
    void showsAnEventThatNobodyCouldHandleAndReplaysIt() {
        database.sql(
                        "ALTER TABLE notification.notification ADD CONSTRAINT broken CHECK (customer_id <> '%s')"
                                .formatted(customer))
                .update();
        var order = order();
        leaveOneTry(order);

        soon(() -> assertThat(deadLetters(order)).hasSize(1));
        var letter = deadLetters(order).getFirst();
        assertThat(letter.get("consumer").asString()).isEqualTo(CONSUMER);
        assertThat(letter.get("lastError").asString()).contains("broken");
        assertThat(shop.get("/actuator/health").text("status")).isEqualTo("DEGRADED");

        mend();
        var replayed = shop.post(path(letter), "", Optional.empty());

        assertThat(replayed.body().get("changed").asBoolean()).isTrue();
        soon(() -> assertThat(notifications()).isEqualTo(1));
        soon(() -> assertThat(deadLetters(order)).isEmpty());
        assertThat(shop.post(path(letter), "", Optional.empty()).body().get("changed").asBoolean())
                .isFalse();
    }

    private UUID order() {
        var product = shop.product(UUID.randomUUID(), "19.99", 10);
        var placed = shop.place(customer, List.of(product), 1, "card", customer.toString());
        return UUID.fromString(placed.text("id"));
    }

    /// The waits between the tries are shortened, their number is not.
    private void leaveOneTry(UUID order) {
        soon(() ->
                assertThat(
                                database.sql(
                                                """
                                                UPDATE banyan_outbox.delivery SET tries = 4, due = now()
                                                WHERE subject = ? AND consumer = ? AND tries BETWEEN 1 AND 4
                                                """)
                                        .params(order.toString(), CONSUMER)
                                        .update())
                        .isEqualTo(1));
    }

    private List<JsonNode> deadLetters(UUID order) {
        return shop.get(DELIVERIES)
                .body()
                .get("deadLetters")
                .valueStream()
                .filter(letter -> letter.get("subject").asString().equals(order.toString()))
                .toList();
    }

    private static String path(JsonNode letter) {
        return "%s/%s/%s".formatted(DELIVERIES, letter.get("eventId").asString(), CONSUMER);
    }

    private int notifications() {
        return database.sql("SELECT count(*) FROM notification.notification WHERE customer_id = ?")
                .param(customer)
                .query(Integer.class)
                .single();
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(assertion);
    }
}
