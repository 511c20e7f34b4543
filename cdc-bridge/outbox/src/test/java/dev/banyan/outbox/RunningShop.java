package dev.banyan.outbox;

import dev.banyan.outbox.shop.Shop;
import dev.banyan.outbox.shop.ordering.Orders;
import dev.banyan.outbox.shop.stock.Moments;
import dev.banyan.postgres.test.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/// The shop, running on a database of its own.
record RunningShop(ConfigurableApplicationContext context) implements AutoCloseable {

    /// For tests that send no request.
    static final String WITHOUT_WEB = "spring.main.web-application-type=none";

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    static RunningShop on(TestDatabase database, String... settings) {
        return on(database, (moment, event) -> {}, settings);
    }

    static RunningShop on(TestDatabase database, Moments moments, String... settings) {
        var all = new ArrayList<>(settings(database));
        all.addAll(List.of(settings));
        var context =
                new SpringApplicationBuilder(Shop.class)
                        .initializers(application ->
                                ((GenericApplicationContext) application)
                                        .registerBean("testMoments", Moments.class, () -> moments))
                        .properties(all.toArray(String[]::new))
                        .run();
        return new RunningShop(context);
    }

    static List<String> settings(TestDatabase database) {
        return List.of(
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password(),
                "spring.main.banner-mode=off",
                "server.port=0",
                "server.address=127.0.0.1",
                "logging.level.root=warn",
                "banyan.outbox.source=/shop",
                "banyan.outbox.delivery.poll-interval=100ms",
                "banyan.outbox.delivery.first-backoff=50ms");
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Orders orders() {
        return bean(Orders.class);
    }

    JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    Deliveries deliveries() {
        return bean(Deliveries.class);
    }

    /// The lines of an order in the order in which they were handled.
    List<Integer> reserved(String order) {
        return jdbc().query(
                        "select line from stock.reservation where order_id = ? order by place",
                        (row, number) -> row.getInt(1),
                        order);
    }

    int count(String table) {
        var count = jdbc().queryForObject("select count(*) from " + table, Integer.class);
        return count == null ? 0 : count;
    }

    void awaitNothingUnfinished() {
        await("nothing unfinished", () -> count("banyan_outbox.delivery") == 0);
    }

    static void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + DEADLINE + ": " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
