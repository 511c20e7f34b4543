package dev.banyan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InventoryIT {

    private static RunningService service;

    private final UUID product = UUID.randomUUID();
    private final UUID order = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void countsWhatIsBroughtAndTellsOfIt() {
        var answer =
                service.post(
                        "/api/inventory/%s/restock".formatted(product),
                        "{\"quantity\":5,\"lowStockThreshold\":2}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"productId\":\"%s\",\"onHand\":5,\"reserved\":0,\"available\":5,\"inStock\":true}"
                                .formatted(product));
        assertThat(service.get("/api/inventory/" + product).body()).isEqualTo(answer.body());
        assertThat(events(product)).isEqualTo("inventory.stock-level-changed");
    }

    @Test
    void carriesARepeatedDeliveryOutOnce() {
        var path = "/api/inventory/%s/restock".formatted(product);
        var first = service.post(path, "{\"quantity\":5}", "Idempotency-Key", "a-" + product);
        var second = service.post(path, "{\"quantity\":5}", "Idempotency-Key", "a-" + product);
        var other = service.post(path, "{\"quantity\":6}", "Idempotency-Key", "a-" + product);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Idempotency-Replayed")).contains("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/type")).isEqualTo("urn:banyan:idempotency-key-reused");
        assertThat(service.get("/api/inventory/" + product).number("/onHand")).isEqualTo(5);
    }

    @Test
    void refusesMoreThanItCanCount() {
        service.jdbc()
                .update("insert into inventory.stock_item values (?, 999999999, 0, 0, 0)", product);

        var answer = service.restock(product, 2);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail"))
                .isEqualTo(
                        "Cannot add 2 to the 999999999 of product '%s': the limit is 1000000000."
                                .formatted(product));
    }

    @Test
    void namesEachFieldThatIsWrong() {
        var answer = service.restock(product, 0);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("urn:banyan:shop:invalid-request");
        assertThat(answer.body().at("/errors").toString())
                .isEqualTo("[{\"field\":\"quantity\",\"reason\":\"must be greater than 0\"}]");
        assertThat(service.post("/api/inventory/%s/restock".formatted(product), "{").status())
                .isEqualTo(400);
        assertThat(
                        service.post(
                                        "/api/inventory/%s/restock".formatted(product),
                                        "{\"quantity\":1.5}")
                                .status())
                .isEqualTo(400);
        assertThat(service.get("/api/inventory/no-id").text("/errors/0/reason"))
                .isEqualTo("is not a UUID, such as 01890000-0000-7000-8000-000000000001");
    }

    @Test
    void knowsNoProductThatWasNeverBrought() {
        var answer = service.get("/api/inventory/" + product);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("/detail"))
                .isEqualTo("Inventory knows no product '%s'.".formatted(product));
        assertThat(service.get("/api/inventory/reservations/" + order).text("/detail"))
                .isEqualTo("Inventory knows no reservation '%s'.".formatted(order));
        assertThat(service.get("/nowhere").text("/title")).isEqualTo("Not Found");
    }

    @Test
    void putsStockAsideOnceForAnOrder() {
        service.restock(product, 5);

        var first = service.reserve(order, product, 4);
        var second = service.reserve(order, product, 4);

        assertThat(first.text("/status")).isEqualTo("RESERVED");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(service.get("/api/inventory/reservations/" + order).body())
                .isEqualTo(first.body());
        assertThat(service.get("/api/inventory/" + product).number("/available")).isEqualTo(1);
        assertThat(events(order)).isEqualTo("inventory.stock-reserved");
    }

    @Test
    void rejectsAnOrderOfWhichOneLineIsTooMuch() {
        service.restock(product, 5);
        var unknown = UUID.randomUUID();

        var answer =
                service.internal(
                        "POST",
                        "/reservations",
                        """
                        {"orderId":"%s","lines":[{"productId":"%s","quantity":1},{"productId":"%s","quantity":1}]}
                        """
                                .formatted(order, product, unknown));

        assertThat(answer.text("/status")).isEqualTo("REJECTED");
        assertThat(answer.body().at("/missing").toString())
                .isEqualTo("[\"%s\"]".formatted(unknown));
        assertThat(service.get("/api/inventory/" + product).number("/reserved")).isZero();
        assertThat(service.reserve(order, product, 1).body()).isEqualTo(answer.body());
        assertThat(events(order)).isEqualTo("inventory.reservation-rejected");
    }

    @Test
    void givesStockBackAndKeepsAnOrderThatComesLateWithout() {
        service.restock(product, 5);
        service.reserve(order, product, 4);

        var released = service.internal("DELETE", "/reservations/" + order, "");
        var late = UUID.randomUUID();
        service.internal("DELETE", "/reservations/" + late, "");

        assertThat(released.text("/status")).isEqualTo("RELEASED");
        assertThat(service.get("/api/inventory/" + product).number("/available")).isEqualTo(5);
        assertThat(service.reserve(late, product, 1).text("/status")).isEqualTo("RELEASED");
        assertThat(events(order)).isEqualTo("inventory.stock-reserved,inventory.stock-released");
    }

    @Test
    void tellsOnceThatStockIsLow() {
        service.post(
                "/api/inventory/%s/restock".formatted(product),
                "{\"quantity\":5,\"lowStockThreshold\":3}");

        service.reserve(order, product, 2);
        service.reserve(UUID.randomUUID(), product, 1);

        assertThat(events(product))
                .isEqualTo(
                        "inventory.stock-level-changed,inventory.stock-level-changed,inventory.low-stock-detected,inventory.stock-level-changed");
    }

    @Test
    void answersForManyProductsAtOnce() {
        service.restock(product, 5);

        var answer =
                service.internal(
                        "POST", "/levels", "[\"%s\",\"%s\"]".formatted(product, UUID.randomUUID()));

        assertThat(answer.body().size()).isEqualTo(1);
        assertThat(answer.number("/0/available")).isEqualTo(5);
        assertThat(service.internal("POST", "/levels", "[]").text("/errors/0/field"))
                .isEqualTo("body");
        assertThat(
                        service.internal(
                                        "POST",
                                        "/reservations",
                                        "{\"orderId\":\"%s\",\"lines\":[{\"productId\":\"%s\",\"quantity\":0}]}"
                                                .formatted(order, product))
                                .text("/errors/0/field"))
                .isEqualTo("lines[0].quantity");
    }

    @Test
    void answersInternalCallsWithTheTokenOnly() {
        for (var path :
                new String[] {
                    "/internal/inventory/levels",
                    "/internal;x=1/inventory/levels",
                    "//internal/inventory/levels",
                    "/%69nternal/inventory/levels",
                    "/internal/events"
                }) {
            assertThat(service.post(path, "[]").status()).as(path).isIn(400, 401, 404);
            assertThat(service.post(path, "[]", "Authorization", "Bearer wrong").status())
                    .as(path)
                    .isIn(400, 401, 404);
        }
        assertThat(service.post("/internal/inventory/levels", "[]").text("/type"))
                .isEqualTo("urn:banyan:unauthorised");
    }

    @Test
    void doesNothingForThoseWhoseDeadlineHasPassed() {
        service.restock(product, 5);

        var late = reserveWithin("0");

        assertThat(late.status()).isEqualTo(504);
        assertThat(late.text("/type")).isEqualTo("urn:banyan:deadline-passed");
        assertThat(service.get("/api/inventory/" + product).number("/reserved")).isZero();
        assertThat(reserveWithin("600000").text("/status")).isEqualTo("RESERVED");
        assertThat(reserveWithin("soon").status()).isEqualTo(400);
    }

    @Test
    void givesAStatementUpWhenItsDeadlinePasses() throws SQLException {
        service.restock(product, 5);

        try (var other = service.database().connect();
                var lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute(
                    "select from inventory.stock_item where id = '%s' for update"
                            .formatted(product));

            var late = reserveWithin("400");

            assertThat(late.status()).as("the row is locked still").isEqualTo(504);
            assertThat(late.text("/type")).isEqualTo("urn:banyan:deadline-passed");
        }
        assertThat(service.get("/api/inventory/" + product).number("/reserved")).isZero();
        assertThat(service.reserve(order, product, 1).text("/status")).isEqualTo("RESERVED");
    }

    private RunningService.Answer reserveWithin(String milliseconds) {
        return service.post(
                "/internal/inventory/reservations",
                "{\"orderId\":\"%s\",\"lines\":[{\"productId\":\"%s\",\"quantity\":1}]}"
                        .formatted(order, product),
                "Authorization",
                "Bearer " + RunningService.TOKEN,
                "Banyan-Deadline",
                milliseconds);
    }

    @Test
    void limitsBodiesAndReturnsTheCorrelationId() {
        var large =
                service.post("/api/inventory/%s/restock".formatted(product), "x".repeat(1_100_000));
        var strange =
                service.send(
                        HttpRequest.newBuilder(service.address("/api/inventory/" + product))
                                .header("X-Correlation-Id", "mine-1"));

        assertThat(large.status()).isEqualTo(413);
        assertThat(strange.header("X-Correlation-Id")).contains("mine-1");
    }

    @Test
    void describesItsInterfaceAndItself() {
        assertThat(service.get("/v3/api-docs").body().at("/paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/api/inventory/{productId}",
                        "/api/inventory/reservations/{orderId}",
                        "/api/inventory/{productId}/restock");
        assertThat(service.get("/actuator/health/readiness").text("/status")).isEqualTo("UP");
        assertThat(service.get("/actuator/info").text("/banyan/build")).matches("[0-9a-f]{64}");
        assertThat(service.get("/actuator/prometheus").response().body())
                .contains("banyan_outbox_pending");
    }

    private static String events(UUID subject) {
        return String.join(
                ",",
                service.jdbc()
                        .queryForList(
                                "select type from banyan_outbox.event_inventory where subject = ? order by id",
                                String.class,
                                subject.toString()));
    }
}
