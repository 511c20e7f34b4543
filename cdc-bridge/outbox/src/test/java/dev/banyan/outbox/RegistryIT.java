package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.outbox.shop.ordering.LineAdded;
import dev.banyan.postgres.test.PostgresServer;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.modulith.events.core.PublicationTargetIdentifier;
import org.springframework.modulith.events.core.TargetEventPublication;
import org.springframework.transaction.support.TransactionTemplate;

class RegistryIT {

    private static RunningShop shop;

    @BeforeAll
    static void start() {
        shop =
                RunningShop.on(
                        PostgresServer.shared().createDatabase(),
                        RunningShop.WITHOUT_WEB,
                        "spring.modulith.events.completion-mode=archive");
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void holdsAboutOurListenersWhatSpringModulithWritesAboutOthers() {
        shop.bean(TransactionTemplate.class)
                .executeWithoutResult(status -> {
                    assertThat(published("stock.reservations")).isEqualTo(published("another"));
                    status.setRollbackOnly();
                });
    }

    @Test
    void movesCompletedPublicationsToTheArchiveWhereItIsToldTo() {
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

    /// The row of a new publication to a listener, without what differs by its nature.
    private static Map<String, @Nullable Object> published(String listener) {
        shop.bean(EventPublicationRepository.class)
                .create(
                        TargetEventPublication.of(
                                new LineAdded(new UUID(5, 5), "compared", 1),
                                PublicationTargetIdentifier.of(listener),
                                Instant.EPOCH));
        var row =
                shop.jdbc()
                        .queryForMap(
                                "select * from banyan_outbox.event_publication where listener_id = ?",
                                listener);
        row.keySet().removeAll(Set.of("id", "listener_id"));
        return row;
    }
}
