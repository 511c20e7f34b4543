package dev.banyan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.banyan.outbox.spi.ModuleTransactions;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class EventsIT {

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

    @BeforeEach
    void reserve() {
        service.restock(product, 5);
        service.reserve(order, product, 2);
    }

    @Test
    void givesTheStockOfACancelledOrderBackOnce() {
        var id = UUID.randomUUID();

        assertThat(service.event("ordering.order-cancelled", id, order).status()).isEqualTo(204);
        assertThat(service.event("ordering.order-cancelled", id, order).status()).isEqualTo(204);

        assertThat(service.get("/api/inventory/" + product).number("/available")).isEqualTo(5);
        assertThat(
                        service.jdbc()
                                .queryForList(
                                        "select consumer from inventory.inbox where event_id = ?",
                                        String.class,
                                        id))
                .containsExactly("inventory.release-cancelled");
        assertThat(
                        service.jdbc()
                                .queryForObject(
                                        "select causationid from banyan_outbox.event_inventory where type = 'inventory.stock-released' and subject = ?",
                                        UUID.class,
                                        order.toString()))
                .isEqualTo(id);
    }

    /// Also on connections that are opened after somebody has changed the database.
    @Test
    void handlesInReadCommittedWhateverTheDatabaseGivesByDefault() {
        var database = service.database().name();
        service.jdbc()
                .execute(
                        "alter database %s set default_transaction_isolation = 'serializable'"
                                .formatted(database));
        try {
            service.bean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();

            assertThat(
                            service.bean(ModuleTransactions.class)
                                    .inTransaction("inventory", EventsIT::isolation))
                    .isEqualTo("read committed");
        } finally {
            service.jdbc()
                    .execute(
                            "alter database %s reset default_transaction_isolation"
                                    .formatted(database));
        }
    }

    private static String isolation() {
        return Objects.requireNonNull(
                service.bean(JdbcTemplate.class)
                        .queryForObject("show transaction_isolation", String.class));
    }

    @Test
    void takesWhatWasDispatchedOutOfTheStock() {
        assertThat(service.event("shipping.shipment-dispatched", UUID.randomUUID(), order).status())
                .isEqualTo(204);

        var level = service.get("/api/inventory/" + product);
        assertThat(level.number("/onHand")).isEqualTo(3);
        assertThat(level.number("/reserved")).isZero();
        assertThat(service.get("/api/inventory/reservations/" + order).text("/status"))
                .isEqualTo("FULFILLED");
    }

    @Test
    void putsWhatCameBackOnTheShelfOnce() {
        event("shipping.shipment-dispatched");
        event("shipping.shipment-returned");
        event("shipping.shipment-returned");

        isWholeAgain();
    }

    /// The two are handled by different consumers, and one of them may have to try again.
    @Test
    void putsWhatCameBackOnTheShelfAlsoBeforeItHearsThatItLeft() {
        event("shipping.shipment-returned");
        event("shipping.shipment-dispatched");

        isWholeAgain();
    }

    @Test
    void takesNothingBackOfAnOrderThatGotNothing() {
        var stranger = UUID.randomUUID();

        assertThat(
                        service.event("shipping.shipment-returned", UUID.randomUUID(), stranger)
                                .status())
                .isEqualTo(204);

        assertThat(service.get("/api/inventory/reservations/" + stranger).status()).isEqualTo(404);
    }

    private void event(String type) {
        assertThat(service.event(type, UUID.randomUUID(), order).status()).isEqualTo(204);
    }

    private void isWholeAgain() {
        var level = service.get("/api/inventory/" + product);
        assertThat(level.number("/onHand")).isEqualTo(5);
        assertThat(level.number("/available")).isEqualTo(5);
        assertThat(service.get("/api/inventory/reservations/" + order).text("/status"))
                .isEqualTo("RELEASED");
        assertThat(
                        service.jdbc()
                                .queryForObject(
                                        "select count(*) from banyan_outbox.event_inventory where type = 'inventory.stock-released' and subject = ?",
                                        Integer.class,
                                        order.toString()))
                .isEqualTo(1);
    }

    @Test
    void handlesNothingThatItHasHandledOnTheOtherSide() {
        var id = UUID.randomUUID();
        service.jdbc()
                .update(
                        "insert into inventory.inbox (event_id, consumer) values (?, 'inventory.release-cancelled')",
                        id);

        assertThat(service.event("ordering.order-cancelled", id, order).status()).isEqualTo(204);

        assertThat(service.get("/api/inventory/" + product).number("/available")).isEqualTo(3);
    }

    @Test
    void isDegradedButReadyWhileAListenerFails() {
        service.jdbc().execute("alter table inventory.reservation rename to away");
        try {
            assertThat(service.event("ordering.order-cancelled", UUID.randomUUID(), order).status())
                    .isEqualTo(500);
            assertThat(service.get("/actuator/health").text("/status")).isEqualTo("DEGRADED");
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
        } finally {
            service.jdbc().execute("alter table inventory.away rename to reservation");
        }
        service.event("ordering.order-cancelled", UUID.randomUUID(), order);

        assertThat(service.get("/actuator/health").text("/status")).isEqualTo("UP");
    }
}
