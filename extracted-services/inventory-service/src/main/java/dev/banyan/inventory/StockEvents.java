package dev.banyan.inventory;

import dev.banyan.inventory.events.LowStockDetected;
import dev.banyan.inventory.events.ReservationRejected;
import dev.banyan.inventory.events.StockLevelChanged;
import dev.banyan.inventory.events.StockReleased;
import dev.banyan.inventory.events.StockReserved;
import dev.banyan.outbox.EventIds;
import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Tells what has happened to the stock, in the transaction in which it happens.
@Component
class StockEvents {

    private final ApplicationEventPublisher publisher;
    private final EventIds ids;
    private final Clock clock;

    StockEvents(ApplicationEventPublisher publisher, EventIds ids, Clock clock) {
        this.publisher = publisher;
        this.ids = ids;
        this.clock = clock;
    }

    void levelChanged(StockItem item) {
        publisher.publishEvent(
                new StockLevelChanged(
                        ids.next(),
                        item.productId(),
                        item.onHand(),
                        item.reserved(),
                        item.available(),
                        clock.instant()));
    }

    void low(StockItem item) {
        publisher.publishEvent(
                new LowStockDetected(
                        ids.next(),
                        item.productId(),
                        item.available(),
                        item.lowStockThreshold(),
                        clock.instant()));
    }

    void reserved(Reservation reservation) {
        publisher.publishEvent(
                new StockReserved(
                        ids.next(),
                        reservation.id(),
                        reservation.orderId(),
                        reservation.createdAt()));
    }

    void rejected(Reservation reservation) {
        publisher.publishEvent(
                new ReservationRejected(
                        ids.next(),
                        reservation.orderId(),
                        List.copyOf(reservation.missing()),
                        reservation.createdAt()));
    }

    void released(Reservation reservation) {
        publisher.publishEvent(
                new StockReleased(
                        ids.next(), reservation.id(), reservation.orderId(), clock.instant()));
    }
}
