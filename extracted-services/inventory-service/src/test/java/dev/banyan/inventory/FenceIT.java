package dev.banyan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The service before it owns its data, or when it does not any more.
class FenceIT {

    private static RunningService service;
    private static final UUID PRODUCT = UUID.randomUUID();
    private static final UUID ORDER = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = RunningService.start("banyan.outbox.keep.sweep-interval=1s");
        service.restock(PRODUCT, 5);
        service.reserve(ORDER, PRODUCT, 2);
        service.jdbc()
                .update(
                        "insert into inventory.inbox (event_id, consumer, handled_at) values (?, 'old', now() - interval '90 days')",
                        UUID.randomUUID());
        service.closeFence();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void servesReadsAndIsReady() {
        assertThat(service.get("/api/inventory/" + PRODUCT).number("/available")).isEqualTo(3);
        assertThat(service.get("/api/inventory/reservations/" + ORDER).status()).isEqualTo(200);
        assertThat(
                        service.internal("POST", "/levels", "[\"%s\"]".formatted(PRODUCT))
                                .number("/0/onHand"))
                .isEqualTo(5);
        assertThat(service.get("/actuator/health").text("/status")).isEqualTo("UP");
        assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void refusesWritesSoThatTheProxySendsThemToTheOwner() {
        var path = "/api/inventory/%s/restock".formatted(PRODUCT);
        var refused =
                List.of(
                        service.restock(PRODUCT, 1),
                        service.restock(UUID.randomUUID(), 1),
                        service.post(path, "{\"quantity\":1}", "Idempotency-Key", "fenced"),
                        service.reserve(UUID.randomUUID(), PRODUCT, 1),
                        service.internal("DELETE", "/reservations/" + ORDER, ""),
                        service.internal("DELETE", "/reservations/" + UUID.randomUUID(), ""),
                        service.event("ordering.order-cancelled", UUID.randomUUID(), ORDER));

        assertThat(refused)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.text("/type")).isEqualTo("urn:banyan:fenced");
                    assertThat(answer.header("Banyan-Fenced")).contains("inventory 7");
                });
        assertThat(service.get("/api/inventory/" + PRODUCT).number("/reserved")).isEqualTo(2);
        assertThat(service.get("/actuator/health").text("/status")).isEqualTo("UP");
    }

    @Test
    void answersARepeatedCallThatChangesNothing() {
        assertThat(service.reserve(ORDER, PRODUCT, 2).text("/status")).isEqualTo("RESERVED");
    }
}
