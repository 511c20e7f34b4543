package dev.banyan.shop.ordering;

import static dev.banyan.shop.ordering.Buyer.id;
import static dev.banyan.shop.ordering.Buyer.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ShopTest
class SagaWorkerIT {

    private final Buyer buyer;
    private final SagaWorker worker;
    private final SagaJournal journal;
    private final DataSource connections;

    @Autowired
    SagaWorkerIT(
            SagaWorker worker,
            SagaJournal journal,
            @LocalServerPort int port,
            TestDatabase database) {
        this.worker = worker;
        this.journal = journal;
        this.connections = database.dataSource();
        this.buyer = Buyer.of(port, database);
    }

    @Test
    void goesOnWithASagaWhoseWorkerDied() {
        var order = UUID.randomUUID();
        buyer.books()
                .sql(
                        """
                        INSERT INTO ordering.orders (id, customer_id, amount, currency, recipient, street, city,
                            postal_code, country, payment_method, status, locked, placed_at, version)
                        VALUES (?, ?, 19.99, 'EUR', 'Ada', 'Street 1', 'City', '12345', 'DE', 'card', 'RESERVED', true, now(), 0)
                        """)
                .params(order, buyer.customer())
                .update();
        buyer.books()
                .sql("INSERT INTO ordering.order_line VALUES (?, 0, ?, 1, 19.99, 'EUR')")
                .params(order, buyer.product())
                .update();
        buyer.books()
                .sql(
                        """
                        INSERT INTO ordering.saga (order_id, direction, step, tries, due_at, lease, lease_until)
                        VALUES (?, 'FORWARD', 'CHARGE', 0, now(), gen_random_uuid(), now() + interval '1 second')
                        """)
                .param(order)
                .update();

        buyer.awaitStatus(order, "CONFIRMED");
    }

    /// The stock is locked, so the first step waits, and the stop comes before the second.
    @Test
    void givesTheSagasBackThatItHasNotFinishedWhenItStops() throws Exception {
        UUID order;
        try {
            order = stopWhileStockIsAwaited();

            assertThat(buyer.shop().order(order).text("status")).isIn("PENDING", "RESERVED");
            assertThat(leased(order)).isFalse();
        } finally {
            worker.start();
        }
        buyer.awaitStatus(order, "CONFIRMED");
    }

    @Test
    void dropsWhatComesOfAStepWhenSomebodyElseHasTheSaga() {
        UUID order;
        worker.stop();
        try {
            order = id(buyer.place(1, "card"));
            var work = claimed(order);
            buyer.books()
                    .sql(
                            """
                            UPDATE ordering.saga SET lease = gen_random_uuid(), lease_until = now() + interval '1 second'
                            WHERE order_id = ?
                            """)
                    .param(order)
                    .update();

            assertThat(journal.record(work, StepResult.DONE)).isEmpty();

            assertThat(buyer.shop().order(order).text("status")).isEqualTo("PENDING");
        } finally {
            worker.start();
        }
        buyer.awaitStatus(order, "CONFIRMED");
    }

    /// Leaves the sagas of other tests alone.
    private SagaJournal.Work claimed(UUID order) {
        var claimed = journal.claim(UUID.randomUUID(), 100);
        claimed.stream()
                .filter(work -> !work.order().id().equals(order))
                .forEach(journal::giveBack);
        return claimed.stream()
                .filter(work -> work.order().id().equals(order))
                .findFirst()
                .orElseThrow();
    }

    private UUID stopWhileStockIsAwaited() throws Exception {
        Thread stop;
        UUID order;
        try (var connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            lockStock(connection);
            order = id(buyer.place(1, "card"));
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
            statement.setObject(1, buyer.product());
            statement.execute();
        }
    }

    private boolean leased(UUID order) {
        return buyer.books()
                .sql("SELECT lease IS NOT NULL FROM ordering.saga WHERE order_id = ?")
                .param(order)
                .query(Boolean.class)
                .single();
    }
}
