package dev.banyan.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// Kills the process of the shop each time that customers have given their orders back, or the
/// warehouse has them again, and nobody has had the time to do what follows from it.
@Tag("long")
class ReturnCrashIT {

    private static final int ORDERS = 40;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final UUID product = UUID.randomUUID();
    private final TestDatabase database = PostgresServer.shared().createDatabase();
    private final JdbcTemplate books = new JdbcTemplate(database.dataSource());

    @Test
    void endsEveryReturnThroughACrashAfterEachStep() throws Exception {
        var directory =
                Path.of(System.getProperty("banyan.root", ".."), "monolith", "target", "returns");
        try (var process = new ShopProcess(database, Files.createDirectories(directory))) {
            process.start();
            process.client().product(product, "19.99", 2 * ORDERS);
            var orders = Stream.generate(() -> placed(process)).limit(ORDERS).toList();
            soon(() -> has("ordering.orders WHERE status = 'CONFIRMED'"));
            move(process, orders, "pack");
            move(process, orders, "dispatch");
            soon(() -> has("ordering.orders WHERE status = 'SHIPPED'"));
            soon(() -> has("inventory.reservation WHERE status = 'FULFILLED'"));

            post(process, orders, "/api/orders/%s/return", "{\"reason\":\"too small\"}");
            int recalled = crash(process, "shipping.shipment WHERE status = 'RETURNING'");
            soon(() -> has("shipping.shipment WHERE status = 'RETURNING'"));
            assertThat(count("ordering.orders WHERE status = 'RETURNING'")).isEqualTo(ORDERS);
            assertThat(count("payment.payment WHERE status = 'COMPLETED'")).isEqualTo(ORDERS);
            move(process, orders, "return");
            int ended = crash(process, "ordering.orders WHERE status = 'RETURNED'");
            int refunded = crash(process, "payment.payment WHERE status = 'REFUNDED'");
            soon(() -> has("payment.payment WHERE status = 'REFUNDED'"));
            soon(() -> assertThat(count("banyan_outbox.delivery")).isZero());

            System.out.printf(
                    "%d returns; at the crashes %d were recalled, %d ended, %d refunded%n",
                    ORDERS, recalled, ended, refunded);
            verify();
        }
    }

    /// How far they were when it was killed.
    private int crash(ShopProcess process, String from) {
        process.kill();
        int done = count(from);
        process.start();
        return done;
    }

    private void verify() {
        has("ordering.orders WHERE status = 'RETURNED'");
        has("shipping.shipment WHERE status = 'RETURNED'");
        has("inventory.reservation WHERE status = 'RELEASED'");
        has("inventory.stock_item WHERE on_hand = %d AND reserved = 0".formatted(2 * ORDERS), 1);
        has("payment.simulated_provider_charge WHERE refunded_at IS NOT NULL");
        has("payment.simulated_provider_charge");
        has("notification.notification WHERE kind = 'ORDER_RETURNED'");
        has("banyan_outbox.event WHERE type = 'payment.payment-refunded'");
    }

    private UUID placed(ShopProcess process) {
        var answer =
                process.client()
                        .place(
                                UUID.randomUUID(),
                                List.of(product),
                                1,
                                "card",
                                UUID.randomUUID().toString());
        assertThat(answer.status()).isEqualTo(202);
        return UUID.fromString(answer.text("id"));
    }

    private static void move(ShopProcess process, List<UUID> orders, String move) {
        post(process, orders, "/api/shipments/%s/" + move, "");
    }

    private static void post(ShopProcess process, List<UUID> orders, String path, String body) {
        for (var order : orders) {
            assertThat(
                            process.client()
                                    .post(path.formatted(order), body, Optional.empty())
                                    .status())
                    .isBetween(200, 202);
        }
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(LIMIT).untilAsserted(assertion);
    }

    private void has(String from) {
        has(from, ORDERS);
    }

    private void has(String from, int rows) {
        assertThat(count(from)).as(from).isEqualTo(rows);
    }

    private int count(String from) {
        return Objects.requireNonNull(
                books.queryForObject("SELECT count(*) FROM " + from, Integer.class));
    }
}
