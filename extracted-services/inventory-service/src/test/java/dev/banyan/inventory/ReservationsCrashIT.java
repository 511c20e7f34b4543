package dev.banyan.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.inventory.build.OwnBuild;
import dev.banyan.postgres.test.PostgresServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// Kills the process while orders reserve stock, and then counts.
class ReservationsCrashIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);
    private static final int CUSTOMERS = 4;
    private static final int STOCK = 150;

    private final Map<UUID, String> answers = new ConcurrentHashMap<>();
    private final Map<UUID, Boolean> cutOff = new ConcurrentHashMap<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void reservesOnceForEachOrderWhateverIsCutOff() throws Exception {
        var database = PostgresServer.shared().createDatabase();
        var jdbc = new JdbcTemplate(database.dataSource());
        try (var service = new ServiceProcess(database)) {
            service.start();
            assertThat(service.build()).contains(OwnBuild.hash());
            var products = stock(service);
            var customers = customers(service, products);

            awaitAnswers(60);
            service.kill();
            service.start();
            awaitAnswers(answers.size() + 60);
            stopped.set(true);
            for (var customer : customers) {
                assertThat(customer.join(LIMIT)).as("a customer came to an end").isTrue();
            }
        }
        verify(jdbc);
    }

    private List<UUID> stock(ServiceProcess service) throws Exception {
        var products = Stream.generate(UUID::randomUUID).limit(3).toList();
        try (var http = HttpClient.newHttpClient()) {
            for (var product : products) {
                var restock =
                        HttpRequest.newBuilder(
                                        service.address(
                                                "/api/inventory/%s/restock".formatted(product)))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"quantity\":%d}".formatted(STOCK)));
                assertThat(send(http, restock).statusCode()).isEqualTo(200);
            }
        }
        return products;
    }

    private List<Thread> customers(ServiceProcess service, List<UUID> products) {
        return IntStream.range(0, CUSTOMERS)
                .mapToObj(number ->
                        Thread.ofPlatform()
                                .name("customer-" + number)
                                .start(() -> order(service, products)))
                .toList();
    }

    /// An order whose answer was cut off is asked for again, until there is one.
    private void order(ServiceProcess service, List<UUID> products) {
        try (var http = HttpClient.newHttpClient()) {
            while (!stopped.get()) {
                var order = UUID.randomUUID();
                while (!answers.containsKey(order)) {
                    reserve(http, service, order, products);
                }
            }
        }
    }

    private void reserve(HttpClient http, ServiceProcess service, UUID order, List<UUID> products) {
        var lines =
                products.stream()
                        .map(product -> "{\"productId\":\"%s\",\"quantity\":1}".formatted(product))
                        .toList();
        var request =
                HttpRequest.newBuilder(service.address("/internal/inventory/reservations"))
                        .header("Authorization", "Bearer " + RunningService.TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"orderId\":\"%s\",\"lines\":%s}"
                                                .formatted(order, lines)));
        try {
            var answer = send(http, request);
            if (answer.statusCode() == 200) {
                answers.put(order, answer.body());
            }
        } catch (IOException e) {
            cutOff.put(order, true);
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
            throws IOException {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the service.", e);
        }
    }

    private void awaitAnswers(int count) {
        await("%d answers".formatted(count)).atMost(LIMIT).until(() -> answers.size() >= count);
    }

    private void verify(JdbcTemplate jdbc) {
        assertThat(cutOff).as("orders that the crash cut off").isNotEmpty();
        assertThat(jdbc.queryForList("select order_id from inventory.reservation", UUID.class))
                .hasSameSizeAs(answers.keySet())
                .containsAll(answers.keySet());
        assertThat(
                        jdbc.queryForList(
                                """
                                select i.id from inventory.stock_item i
                                where on_hand <> %d or reserved <> (
                                  select coalesce(sum(quantity), 0) from inventory.reservation_line l
                                  join inventory.reservation r on r.id = l.reservation_id
                                  where r.status = 'RESERVED' and l.product_id = i.id)
                                """
                                        .formatted(STOCK),
                                UUID.class))
                .as("products whose stock is not what was reserved")
                .isEmpty();
        assertThat(
                        jdbc.queryForList(
                                """
                                select r.order_id from inventory.reservation r
                                where 1 <> (select count(*) from banyan_outbox.event_inventory e
                                  where e.subject = r.order_id::text and e.type = case r.status
                                    when 'RESERVED' then 'inventory.stock-reserved'
                                    else 'inventory.reservation-rejected' end)
                                """,
                                UUID.class))
                .as("orders without their one event")
                .isEmpty();
        answers.forEach((order, answer) ->
                assertThat(answer)
                        .contains(
                                Objects.requireNonNull(
                                        jdbc.queryForObject(
                                                "select status from inventory.reservation where order_id = ?",
                                                String.class,
                                                order))));
    }
}
