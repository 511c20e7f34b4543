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
import java.util.ArrayList;
import java.util.List;
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

            assertThat(journal.record(new SagaJournal.Taken(work, StepResult.DONE))).isEmpty();

            assertThat(buyer.shop().order(order).text("status")).isEqualTo("PENDING");
        } finally {
            worker.start();
        }
        buyer.awaitStatus(order, "CONFIRMED");
    }

    @Test
    void recordsStepsOfManyOrdersTogetherAndLeavesOutWhatSomebodyElseHasLocked() throws Exception {
        var orders = new ArrayList<UUID>();
        worker.stop();
        try {
            for (int i = 0; i < 3; i++) {
                orders.add(id(buyer.place(1, "card")));
            }
            var steps =
                    claimed(orders).stream()
                            .map(work -> new SagaJournal.Taken(work, StepResult.DONE))
                            .toList();
            var lost = steps.get(0);
            var locked = steps.get(1);
            var last = steps.get(2);
            journal.giveBack(lost.work());

            try (var connection = connections.getConnection()) {
                connection.setAutoCommit(false);
                lock(connection, "ordering.orders", locked.orderId());
                var next = journal.record(steps);
                connection.rollback();

                assertThat(next).containsOnlyKeys(lost.orderId(), last.orderId());
                assertThat(next.get(lost.orderId())).isEmpty();
                assertThat(next.get(last.orderId()))
                        .hasValueSatisfying(work ->
                                assertThat(work.position())
                                        .isEqualTo(SagaPosition.forward(SagaStep.CHARGE)));
            }
            assertThat(status(lost.orderId())).isEqualTo("PENDING");
            assertThat(status(locked.orderId())).isEqualTo("PENDING");
            assertThat(status(last.orderId())).isEqualTo("RESERVED");
            steps.forEach(step -> journal.giveBack(step.work()));
        } finally {
            worker.start();
        }
        orders.forEach(order -> buyer.awaitStatus(order, "CONFIRMED"));
    }

    private String status(UUID order) {
        return buyer.shop().order(order).text("status");
    }

    private SagaJournal.Work claimed(UUID order) {
        return claimed(List.of(order)).getFirst();
    }

    /// Leaves the sagas of other tests alone.
    private List<SagaJournal.Work> claimed(List<UUID> orders) {
        var claimed = journal.claim(UUID.randomUUID(), 100);
        claimed.stream()
                .filter(work -> !orders.contains(work.order().id()))
                .forEach(journal::giveBack);
        return claimed.stream().filter(work -> orders.contains(work.order().id())).toList();
    }

    private UUID stopWhileStockIsAwaited() throws Exception {
        Thread stop;
        UUID order;
        try (var connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection, "inventory.stock_item", buyer.product());
            order = id(buyer.place(1, "card"));
            soon(() -> assertThat(leased(order)).isTrue());
            stop = Thread.ofVirtual().start(worker::stop);
            await().atMost(Duration.ofMinutes(1)).until(() -> !worker.isRunning());
            connection.rollback();
        }
        stop.join();
        return order;
    }

    private static void lock(Connection connection, String table, UUID id) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT FROM %s WHERE id = ? FOR UPDATE".formatted(table))) {
            statement.setObject(1, id);
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
