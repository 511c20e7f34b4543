package dev.banyan.shop.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopClient.Answer;
import dev.banyan.shop.running.ShopTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ShopTest
class PlaceOrderIT {

    private final ShopClient shop;
    private final SagaWorker worker;
    private final DataSource connections;
    private final JdbcClient database;
    private final UUID product = UUID.randomUUID();
    private final UUID customer = UUID.randomUUID();

    @Autowired
    PlaceOrderIT(
            SagaWorker worker,
            @Value("${local.server.port}") int port,
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username}") String username,
            @Value("${spring.datasource.password}") String password) {
        this.shop = new ShopClient(port);
        this.worker = worker;
        this.connections = new DriverManagerDataSource(url, username, password);
        this.database = JdbcClient.create(connections);
    }

    @BeforeEach
    void bringStock() {
        shop.product(product, "19.99", 10);
    }

    @Test
    void confirmsAnOrderThatIsInStockAndPaid() {
        var placed = place(2, "card");

        assertThat(placed.status()).isEqualTo(202);
        assertThat(placed.location()).hasValue("/api/orders/" + placed.text("id"));
        var order = ended(placed);
        assertThat(order.text("status")).isEqualTo("CONFIRMED");
        assertThat(order.text("total.amount")).isEqualTo("39.98");
        assertThat(stock().number("available")).isEqualTo(8);
        assertThat(shop.get("/api/payments/" + id(order)).text("status")).isEqualTo("COMPLETED");
        assertThat(shop.get("/api/shipments/" + id(order)).text("status")).isEqualTo("SCHEDULED");
        awaitNotification("ORDER_CONFIRMED");
    }

    @Test
    void rejectsWhatIsNotInStockAndKeepsNothing() {
        var order = ended(place(11, "card"));

        assertThat(order.text("status")).isEqualTo("REJECTED");
        assertThat(stock().number("available")).isEqualTo(10);
        assertThat(charges(order)).isZero();
        awaitNotification("ORDER_FAILED");
    }

    @Test
    void putsAllLinesAsideOrNone() {
        var scarce = shop.product(UUID.randomUUID(), "1.00", 1);

        var order = ended(shop.place(customer, List.of(product, scarce), 2, "card", key()));

        assertThat(order.text("status")).isEqualTo("REJECTED");
        assertThat(stock().number("available")).isEqualTo(10);
    }

    @Test
    void givesTheStockBackWhenThePaymentIsDeclined() {
        var order = ended(place(3, "card-declined"));

        assertThat(order.text("status")).isEqualTo("PAYMENT_FAILED");
        assertThat(order.text("reason")).isEqualTo("The card was declined.");
        assertThat(stock().number("available")).isEqualTo(10);
        assertThat(charges(order)).isZero();
    }

    @Test
    void chargesOnceWhenTheProvidersAnswerIsLost() {
        var order = ended(place(1, "card-timeout"));

        assertThat(order.text("status")).isEqualTo("CONFIRMED");
        assertThat(charges(order)).isEqualTo(1);
    }

    @Test
    void tellsOfOnePaymentWhenTheProviderAnswersTwice() {
        var order = ended(place(1, "card-answers-twice"));

        assertThat(order.text("status")).isEqualTo("CONFIRMED");
        assertThat(charges(order)).isEqualTo(1);
        assertThat(published(order, "payment.payment-completed")).isEqualTo(1);
    }

    @Test
    @Tag("long")
    void givesUpAProviderThatNeverAnswersAndTakesNoMoney() {
        var order = ended(place(1, "card-unreachable"));

        assertThat(order.text("status")).isEqualTo("PAYMENT_FAILED");
        assertThat(stock().number("available")).isEqualTo(10);
        assertThat(shop.get("/api/payments/" + id(order)).text("status")).isEqualTo("VOIDED");
        assertThat(charges(order)).isZero();
    }

    @Test
    void answersARepeatedRequestWithTheFirstOrder() {
        var key = key();

        var first = shop.place(customer, List.of(product), 1, "card", key);
        var second = shop.place(customer, List.of(product), 1, "card", key);
        var other = shop.place(customer, List.of(product), 2, "card", key);

        assertThat(second.status()).isEqualTo(202);
        assertThat(id(second)).isEqualTo(id(first));
        assertThat(other.status()).isEqualTo(422);
        ended(first);
        assertThat(stock().number("available")).isEqualTo(9);
    }

    @Test
    void takesEverythingBackWhenAConfirmedOrderIsCancelled() {
        var order = ended(place(4, "card"));

        var cancelled = cancel(order);

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
        soon(() -> assertThat(stock().number("available")).isEqualTo(10));
        soon(() ->
                assertThat(shop.get("/api/payments/" + id(order)).text("status"))
                        .isEqualTo("REFUNDED"));
        soon(() ->
                assertThat(shop.get("/api/shipments/" + id(order)).text("status"))
                        .isEqualTo("RECALLED"));
        awaitNotification("ORDER_CANCELLED");
        assertThat(refunds(order)).isEqualTo(1);
    }

    @Test
    void cancelsAnOrderThatIsBeingPlacedAsSoonAsItIsSafe() {
        var placed = place(4, "card-timeout");

        var answer = cancel(placed);

        assertThat(answer.status()).isEqualTo(202);
        soon(() -> assertThat(shop.order(id(placed)).text("status")).isEqualTo("CANCELLED"));
        soon(() -> assertThat(stock().number("available")).isEqualTo(10));
        soon(() -> assertThat(charges(placed)).isEqualTo(refunds(placed)));
    }

    @Test
    void followsTheParcelAndRefusesToCancelWhatIsShipped() {
        var order = ended(place(4, "card"));
        var parcel = "/api/shipments/" + id(order);

        assertThat(shop.post(parcel + "/dispatch", "", Optional.empty()).status()).isEqualTo(409);
        assertThat(shop.post(parcel + "/pack", "", Optional.empty()).status()).isEqualTo(200);
        assertThat(shop.post(parcel + "/dispatch", "", Optional.empty()).status()).isEqualTo(200);
        soon(() -> assertThat(shop.order(id(order)).text("status")).isEqualTo("SHIPPED"));

        assertThat(cancel(order).status()).isEqualTo(409);
        assertThat(shop.post(parcel + "/deliver", "", Optional.empty()).status()).isEqualTo(200);
        soon(() -> assertThat(shop.order(id(order)).text("status")).isEqualTo("DELIVERED"));
        soon(() -> assertThat(stock().number("onHand")).isEqualTo(6));
        assertThat(stock().number("reserved")).isZero();
    }

    @Test
    void goesOnWithASagaWhoseWorkerDied() {
        var order = UUID.randomUUID();
        database.sql(
                        """
                        INSERT INTO ordering.orders (id, customer_id, amount, currency, recipient, street, city,
                            postal_code, country, payment_method, status, locked, placed_at, version)
                        VALUES (?, ?, 19.99, 'EUR', 'Ada', 'Street 1', 'City', '12345', 'DE', 'card', 'RESERVED', true, now(), 0)
                        """)
                .params(order, customer)
                .update();
        database.sql("INSERT INTO ordering.order_line VALUES (?, 0, ?, 1, 19.99, 'EUR')")
                .params(order, product)
                .update();
        database.sql(
                        """
                        INSERT INTO ordering.saga (order_id, direction, step, tries, due_at, lease, lease_until)
                        VALUES (?, 'FORWARD', 'CHARGE', 0, now(), gen_random_uuid(), now() + interval '1 second')
                        """)
                .param(order)
                .update();

        soon(() -> assertThat(shop.order(order).text("status")).isEqualTo("CONFIRMED"));
    }

    /// The stock is locked, so the first step waits, and the stop comes before the second.
    @Test
    void givesTheSagasBackThatItHasNotFinishedWhenItStops() throws Exception {
        UUID order;
        try {
            order = stopWhileStockIsAwaited();

            assertThat(shop.order(order).text("status")).isIn("PENDING", "RESERVED");
            assertThat(leased(order)).isFalse();
        } finally {
            worker.start();
        }
        soon(() -> assertThat(shop.order(order).text("status")).isEqualTo("CONFIRMED"));
    }

    private UUID stopWhileStockIsAwaited() throws Exception {
        Thread stop;
        UUID order;
        try (var connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            lockStock(connection);
            order = id(place(1, "card"));
            soon(() -> assertThat(leased(order)).isTrue());
            stop = Thread.ofVirtual().start(worker::stop);
            await().atMost(Duration.ofMinutes(1)).until(() -> !worker.isRunning());
            connection.rollback();
        }
        stop.join();
        return order;
    }

    private void lockStock(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT FROM inventory.stock_item WHERE id = ? FOR UPDATE")) {
            statement.setObject(1, product);
            statement.execute();
        }
    }

    private boolean leased(UUID order) {
        return database.sql("SELECT lease IS NOT NULL FROM ordering.saga WHERE order_id = ?")
                .param(order)
                .query(Boolean.class)
                .single();
    }

    private Answer place(int quantity, String method) {
        return shop.place(customer, List.of(product), quantity, method, key());
    }

    private Answer cancel(Answer order) {
        return shop.post(
                "/api/orders/%s/cancellation".formatted(id(order)),
                "{\"reason\":\"changed my mind\"}",
                Optional.empty());
    }

    private Answer ended(Answer placed) {
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        OrderStatus.valueOf(shop.order(id(placed)).text("status")).isDecided());
        return shop.order(id(placed));
    }

    private void awaitNotification(String kind) {
        soon(() ->
                assertThat(
                                database.sql(
                                                "SELECT count(*) FROM notification.notification WHERE customer_id = ? AND kind = ?")
                                        .params(customer, kind)
                                        .query(Integer.class)
                                        .single())
                        .isEqualTo(1));
    }

    private Answer stock() {
        return shop.get("/api/inventory/" + product);
    }

    private int charges(Answer order) {
        return provider(order, "true");
    }

    private int refunds(Answer order) {
        return provider(order, "refunded_at IS NOT NULL");
    }

    private int provider(Answer order, String condition) {
        return database.sql(
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

    private int published(Answer order, String type) {
        return database.sql(
                        "SELECT count(*) FROM banyan_outbox.event WHERE subject = ? AND type = ?")
                .params(id(order).toString(), type)
                .query(Integer.class)
                .single();
    }

    private static void soon(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(assertion);
    }

    private static UUID id(Answer order) {
        return UUID.fromString(order.text("id"));
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
