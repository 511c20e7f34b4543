package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.outbox.shop.ordering.LineAdded;
import dev.banyan.postgres.test.PostgresServer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class DeliveryIT {

    private static RunningShop shop;

    @BeforeAll
    static void start() {
        shop = RunningShop.on(PostgresServer.shared().createDatabase());
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @AfterEach
    void leavesNothingBehind() {
        shop.jdbc().update("delete from stock.poison");
        shop.deliveries()
                .deadLetters(100)
                .forEach(dead -> shop.deliveries().drop(dead.eventId(), dead.consumer()));
        shop.awaitNothingUnfinished();
    }

    @Test
    void writesTheOutboxRowWithTheChangeUnderTheIdOfTheEvent() {
        var event = shop.orders().addLine("outbox");

        var row = shop.jdbc().queryForMap("select * from banyan_outbox.event where id = ?", event);

        assertThat(row)
                .containsEntry("specversion", "1.0")
                .containsEntry("source", "/shop")
                .containsEntry("module", "ordering")
                .containsEntry("type", "ordering.line-added")
                .containsEntry("subject", "outbox")
                .containsEntry("schemaversion", 1)
                .containsEntry("correlationid", event.toString())
                .containsEntry("causationid", null);
        assertThat(row.get("data"))
                .hasToString(
                        "{\"line\": 1, \"order\": \"outbox\", \"eventId\": \"%s\"}"
                                .formatted(event));
    }

    @Test
    void keepsNothingOfATransactionThatRollsBack() {
        assertThatThrownBy(() -> shop.orders().addLineAndFail("undone"))
                .hasMessage("changed my mind");

        assertThat(
                        shop.jdbc()
                                .queryForList(
                                        "select 1 from banyan_outbox.event where subject = 'undone'"))
                .isEmpty();
        assertThat(
                        shop.jdbc()
                                .queryForList(
                                        "select 1 from banyan_outbox.delivery where subject = 'undone'"))
                .isEmpty();
        assertThat(shop.reserved("undone")).isEmpty();
    }

    @Test
    void leavesAloneWhatARelayHoldsForOneSubjectOfAConsumingModule() {
        hold("('to', 'stock', 'held', 0)");
        shop.orders().addLine("held");
        shop.orders().addLine("free");

        RunningShop.await("the other subject", () -> shop.reserved("free").size() == 1);
        assertThat(shop.reserved("held")).isEmpty();

        release();
        shop.awaitNothingUnfinished();
        assertThat(shop.reserved("held")).containsExactly(1);
    }

    @Test
    void handlesWhatWasPublishedBeforeTheEventsOfAModuleWereHeld() {
        hold("('to', 'stock', NULL, 0)");
        shop.orders().addLine("early");
        hold("('of', 'ordering', NULL, (select max(position) from banyan_outbox.delivery))");
        shop.orders().addLine("late");
        shop.jdbc().update("delete from banyan_outbox.held where kind = 'to'");

        RunningShop.await("the earlier one", () -> shop.reserved("early").size() == 1);
        assertThat(shop.reserved("late")).isEmpty();

        release();
        shop.awaitNothingUnfinished();
        assertThat(shop.reserved("late")).containsExactly(1);
    }

    private static void hold(String row) {
        shop.jdbc()
                .update(
                        "insert into banyan_outbox.held (kind, module, subject, after_position, epoch)"
                                + " select k, m, s, p, 1 from (values "
                                + row
                                + ") v (k, m, s, p)");
    }

    private static void release() {
        shop.jdbc().update("delete from banyan_outbox.held");
    }

    @Test
    void refusesAnEventOutsideOfATransaction() {
        assertThatThrownBy(
                        () -> shop.context().publishEvent(new LineAdded(new UUID(7, 7), "lost", 1)))
                .hasMessageContaining("published outside of a transaction");
    }

    @Test
    void carriesCorrelationAndCausationFromTheRequestToTheLastHandler() {
        MDC.put("correlationId", "request-1");
        var event = shop.orders().addLine("carried");
        MDC.remove("correlationId");

        shop.awaitNothingUnfinished();

        assertThat(
                        shop.jdbc()
                                .queryForMap(
                                        "select causation, correlation from stock.audit where order_id = 'carried'"))
                .containsEntry("causation", event)
                .containsEntry("correlation", "request-1");
    }

    @Test
    void completesThePublicationInSpringModulithsRegistryUnderTheNameOfTheConsumer() {
        shop.orders().addLine("registry");

        shop.awaitNothingUnfinished();

        assertThat(
                        shop.jdbc()
                                .queryForList(
                                        "select status from banyan_outbox.event_publication where listener_id = 'stock.reservations' and serialized_event like '%\"registry\"%' and completion_date is not null",
                                        String.class))
                .containsExactly("COMPLETED");
    }

    @Test
    void handlesTheEventsOfASubjectInTheirOrderWhileManyWrite() throws Exception {
        try (var writers = Executors.newFixedThreadPool(6)) {
            var done =
                    IntStream.range(0, 240)
                            .mapToObj(number ->
                                    writers.submit(
                                            () -> shop.orders().addLine("busy-" + number % 8)))
                            .toList();
            for (var one : done) {
                one.get();
            }
        }

        shop.awaitNothingUnfinished();

        var inOrder = IntStream.rangeClosed(1, 30).boxed().toList();
        for (int order = 0; order < 8; order++) {
            assertThat(shop.reserved("busy-" + order)).isEqualTo(inOrder);
        }
    }

    @Test
    void parksTheLaterEventsOfASubjectBehindADeadLetterUntilItIsReplayed() {
        shop.jdbc().update("insert into stock.poison values ('poisoned', 2)");
        IntStream.range(0, 4).forEach(line -> shop.orders().addLine("poisoned"));
        shop.orders().addLine("healthy");

        RunningShop.await("a dead letter", () -> !shop.deliveries().deadLetters(1).isEmpty());
        RunningShop.await("the other subject", () -> shop.reserved("healthy").equals(List.of(1)));

        var dead = shop.deliveries().deadLetters(10).getFirst();
        assertThat(dead.tries()).isEqualTo(5);
        assertThat(dead.lastError()).isEqualTo("java.lang.IllegalArgumentException: poison");
        assertThat(shop.deliveries().parked()).isEqualTo(2);
        assertThat(shop.reserved("poisoned")).containsExactly(1);

        shop.jdbc().update("delete from stock.poison");
        assertThat(shop.deliveries().replay(dead.eventId(), dead.consumer())).isTrue();
        shop.awaitNothingUnfinished();

        assertThat(shop.reserved("poisoned")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void releasesTheLaterEventsOfASubjectWhenADeadLetterIsDropped() {
        shop.jdbc().update("insert into stock.poison values ('dropped', 1)");
        IntStream.range(0, 3).forEach(line -> shop.orders().addLine("dropped"));
        RunningShop.await("a dead letter", () -> !shop.deliveries().deadLetters(1).isEmpty());
        var dead = shop.deliveries().deadLetters(10).getFirst();

        assertThat(shop.deliveries().drop(dead.eventId(), dead.consumer())).isTrue();
        shop.awaitNothingUnfinished();

        assertThat(shop.reserved("dropped")).containsExactly(2, 3);
    }

    @Test
    void skipsAnEventThatTheInboxKnows() {
        var listeners = shop.bean(Listeners.class);
        listeners.pause("stock", java.time.Duration.ofSeconds(30));
        var event = shop.orders().addLine("known");
        shop.jdbc()
                .update(
                        "insert into stock.inbox (event_id, consumer) values (?, 'stock.reservations')",
                        event);

        listeners.resume("stock");
        shop.awaitNothingUnfinished();

        assertThat(shop.reserved("known")).isEmpty();
    }

    @Test
    void storesButHandlesNothingWhileTheListenersOfAModuleStandStill() {
        var listeners = shop.bean(Listeners.class);

        assertThat(listeners.pause("stock", java.time.Duration.ofSeconds(30))).isTrue();
        var event = shop.orders().addLine("still");

        assertThat(shop.deliveries().oldestUnfinished("stock").orElseThrow().eventId())
                .isEqualTo(event);
        assertThat(shop.reserved("still")).isEmpty();

        listeners.resume("stock");
        shop.awaitNothingUnfinished();
        assertThat(shop.reserved("still")).containsExactly(1);
    }

    @Test
    void handsUnfinishedDeliveriesOverAndLeavesThemAlone() {
        var listeners = shop.bean(Listeners.class);
        listeners.pause("stock", java.time.Duration.ofSeconds(30));
        var event = shop.orders().addLine("moved");

        var taken = shop.deliveries().handOver("stock", List.of(event));

        assertThat(taken).extracting(Delivery::consumer).containsExactly("stock.reservations");
        assertThat(shop.deliveries().unfinished("stock", 10)).isEmpty();
        assertThat(
                        shop.jdbc()
                                .queryForList(
                                        "select consumer from banyan_outbox.handed_over where event_id = ?",
                                        String.class,
                                        event))
                .containsExactly("stock.reservations");
        listeners.resume("stock");
        assertThat(shop.reserved("moved")).isEmpty();
    }

    @Test
    void refusesAnInsertThatNamesTheRootOfTheOutbox() {
        assertThatThrownBy(() ->
                        shop.jdbc()
                                .update(
                                        "insert into banyan_outbox.event (module, id, source, type, subject, time, schemaversion, correlationid, data) values ('ordering', gen_random_uuid(), '/', 't', 's', now(), 1, 'c', '{}')"))
                .hasMessageContaining("banyan_outbox.event_<module>");
    }
}
