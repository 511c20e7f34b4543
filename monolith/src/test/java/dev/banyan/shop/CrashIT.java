package dev.banyan.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.OrderLoad;
import dev.banyan.shop.running.ShopProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// Kills the process of the shop at random moments while customers order, and then counts stock,
/// money and parcels.
class CrashIT {

    private static final int RATE = 50;
    private static final int STOCK = 100_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Random random = new Random(seed());
    private final TestShop shop;

    CrashIT() {
        var database = PostgresServer.shared().createDatabase();
        this.shop = new TestShop(database, new JdbcTemplate(database.dataSource()));
    }

    private record TestShop(TestDatabase database, JdbcTemplate jdbc) {}

    @Test
    void keepsItsBooksThroughThreeCrashes() throws Exception {
        crash(3);
    }

    @Test
    @Tag("long")
    void keepsItsBooksThroughTenCrashes() throws Exception {
        crash(10);
    }

    private void crash(int times) throws IOException {
        try (var process = new ShopProcess(shop.database(), directory(times))) {
            process.start();
            try (var load = new OrderLoad(process.client(), stock(process), random.nextLong())) {
                int cutOff = 0;
                load.start(RATE);
                for (int crash = 0; crash < times; crash++) {
                    awaitRandomMoment(load);
                    process.kill();
                    cutOff += unfinished();
                    process.start();
                }
                load.stop();
                awaitTheEnd(load, process);
                report(load, times, cutOff);
                assertThat(cutOff).as("sagas that a crash cut off").isPositive();
                verify(load);
            }
        }
    }

    private List<UUID> stock(ShopProcess process) {
        var products = Stream.generate(this::id).limit(5).toList();
        products.forEach(id -> process.client().product(id, "19.99", STOCK));
        var scarce = process.client().product(id(), "5.00", 2);
        return Stream.concat(products.stream(), Stream.of(scarce)).toList();
    }

    /// After so many orders, not so much time: a slow machine is crashed at work too.
    private void awaitRandomMoment(OrderLoad load) {
        int orders = load.accepted().size() + 1 + random.nextInt(RATE);
        long end = System.nanoTime() + Duration.ofMillis(random.nextInt(1_500)).toNanos();
        await("the random moment, what customers met: " + load.failures())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> System.nanoTime() - end > 0 && load.accepted().size() >= orders);
    }

    private int unfinished() {
        return count("ordering.saga WHERE direction <> 'DONE'");
    }

    private void awaitTheEnd(OrderLoad load, ShopProcess process) {
        soon(
                () -> assertThat(load.unanswered()).as("customers who wait for an answer").isZero(),
                load);
        soon(() -> assertThat(unfinished()).as("unfinished sagas").isZero(), load);
        soon(
                () -> assertThat(count("banyan_outbox.delivery")).as("unhandled events").isZero(),
                load);
        soon(() -> assertThat(process.connectionsInUse()).as("connections in use").isZero(), load);
    }

    private static void soon(ThrowingRunnable assertion, OrderLoad load) {
        await("what customers met: " + load.failures()).atMost(LIMIT).untilAsserted(assertion);
    }

    private static void report(OrderLoad load, int crashes, int cutOff) {
        System.out.printf(
                "%d orders through %d crashes, which cut off %d sagas; %d orders left out, %d requests repeated: %s%n",
                load.accepted().size(),
                crashes,
                cutOff,
                load.leftOut(),
                load.repeated(),
                load.failures());
    }

    private static Path directory(int times) throws IOException {
        return Files.createDirectories(
                Path.of(System.getProperty("banyan.root", ".."), "monolith", "target")
                        .resolve("crash-" + times));
    }

    private void verify(OrderLoad load) {
        assertThat(load.refused()).isEmpty();
        assertThat(load.repeated()).as("requests that a crash cut off").isPositive();
        var stored =
                new HashSet<>(
                        shop.jdbc().queryForList("SELECT id FROM ordering.orders", UUID.class));
        assertThat(stored).isEqualTo(new HashSet<>(load.accepted().values()));
        assertThat(stored).hasSize(load.accepted().size());
        assertThat(
                        shop.jdbc()
                                .queryForList(
                                        "SELECT DISTINCT status FROM ordering.orders",
                                        String.class))
                .contains("CONFIRMED")
                .isSubsetOf("CONFIRMED", "REJECTED", "PAYMENT_FAILED");
        verifyStock();
        verifyMoney();
        verifyParcelsAndNotifications();
    }

    private void verifyStock() {
        assertThat(
                        count(
                                """
                                inventory.stock_item i WHERE reserved <> (
                                    SELECT coalesce(sum(l.quantity), 0) FROM ordering.orders o
                                    JOIN ordering.order_line l ON l.order_id = o.id
                                    WHERE o.status = 'CONFIRMED' AND l.product_id = i.id)
                                """))
                .as("products whose reserved stock is not that of the confirmed orders")
                .isZero();
        assertThat(count("inventory.stock_item WHERE on_hand NOT IN (2, %d)".formatted(STOCK)))
                .as("products whose stock is not what was brought")
                .isZero();
    }

    private void verifyMoney() {
        assertThat(
                        count(
                                """
                                ordering.orders o LEFT JOIN payment.payment p ON p.order_id = o.id
                                LEFT JOIN payment.simulated_provider_charge c
                                  ON c.reference = p.id AND c.refunded_at IS NULL
                                WHERE (o.status = 'CONFIRMED') <> (c.amount IS NOT DISTINCT FROM o.amount)
                                """))
                .as("orders that are confirmed and not paid, or paid and not confirmed")
                .isZero();
        assertThat(
                        count(
                                """
                                (SELECT reference FROM payment.simulated_provider_charge
                                 GROUP BY reference HAVING count(*) > 1) twice
                                """))
                .as("payments that were charged twice")
                .isZero();
        assertThat(
                        sum(
                                "SELECT sum(amount) FROM payment.simulated_provider_charge WHERE refunded_at IS NULL"))
                .as("money charged")
                .isEqualByComparingTo(
                        sum("SELECT sum(amount) FROM ordering.orders WHERE status = 'CONFIRMED'"))
                .isPositive();
    }

    private void verifyParcelsAndNotifications() {
        int confirmed = count("ordering.orders WHERE status = 'CONFIRMED'");
        assertThat(count("shipping.shipment WHERE status = 'SCHEDULED'")).isEqualTo(confirmed);
        assertThat(count("notification.notification WHERE kind = 'ORDER_CONFIRMED'"))
                .isEqualTo(confirmed);
        assertThat(
                        count(
                                "(SELECT DISTINCT subject_id FROM notification.notification WHERE kind = 'ORDER_CONFIRMED') n"))
                .isEqualTo(confirmed);
    }

    private int count(String from) {
        return Objects.requireNonNull(
                shop.jdbc().queryForObject("SELECT count(*) FROM " + from, Integer.class));
    }

    private BigDecimal sum(String query) {
        return Objects.requireNonNull(shop.jdbc().queryForObject(query, BigDecimal.class));
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static long seed() {
        var given = System.getProperty("banyan.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println(
                "Seed of the crashes: " + seed + " (again with -Dbanyan.seed=" + seed + ")");
        return seed;
    }
}
