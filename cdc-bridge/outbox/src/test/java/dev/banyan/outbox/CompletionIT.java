package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import org.junit.jupiter.api.Test;

class CompletionIT {

    @Test
    void movesCompletedPublicationsToTheArchiveWhereTheRegistryIsToldTo() {
        try (var shop =
                RunningShop.on(
                        PostgresServer.shared().createDatabase(),
                        RunningShop.WITHOUT_WEB,
                        "spring.modulith.events.completion-mode=archive")) {
            shop.orders().addLine("archived");

            shop.awaitNothingUnfinished();

            assertThat(shop.count("banyan_outbox.event_publication")).isZero();
            assertThat(
                            shop.jdbc()
                                    .queryForList(
                                            "select listener_id from banyan_outbox.event_publication_archive where status = 'COMPLETED' and completion_date is not null",
                                            String.class))
                    .containsExactlyInAnyOrder("stock.reservations", "stock.audit");
        }
    }
}
