package dev.banyan.inventory;

import dev.banyan.outbox.EventIds;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Changes the stock. Each change is one transaction with the events that tell of it, so that a
/// crash leaves all of it or nothing.
@Service
@Transactional
class StockKeeping {

    private final StockItems items;
    private final Reservations reservations;
    private final StockEvents events;
    private final EventIds ids;
    private final Clock clock;

    StockKeeping(
            StockItems items,
            Reservations reservations,
            StockEvents events,
            EventIds ids,
            Clock clock) {
        this.items = items;
        this.reservations = reservations;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /// The first answer for an order stays its answer. Of two first wishes at the same time, one
    /// fails on the unique order.
    ReservationOutcome reserve(ReservationWish wish) {
        return reservations
                .lock(wish.orderId())
                .orElseGet(() -> decide(wish.orderId(), wish.quantities()))
                .outcome();
    }

    /// An order that is unknown will never get any stock.
    ReservationOutcome release(UUID orderId) {
        var found = reservations.lock(orderId);
        if (found.isEmpty()) {
            return add(orderId, ReservationStatus.RELEASED, new TreeMap<>(), List.of()).outcome();
        }
        var reservation = found.get();
        if (!reservation.holdsStock()) {
            return reservation.outcome();
        }
        giveBack(reservation, StockItem::release);
        return reservation.outcome(ReservationStatus.RELEASED);
    }

    /// The goods of an order have left the house.
    void fulfil(UUID orderId) {
        reservations
                .lock(orderId)
                .filter(Reservation::holdsStock)
                .ifPresent(reservation ->
                        change(reservation, StockItem::handOver, ReservationStatus.FULFILLED));
    }

    /// The goods of an order are back in the house, perhaps before it is heard that they left it:
    /// then that news finds nothing to do.
    void takeBack(UUID orderId) {
        reservations
                .lock(orderId)
                .ifPresent(reservation -> {
                    switch (reservation.status()) {
                        case RESERVED -> giveBack(reservation, StockItem::release);
                        case FULFILLED -> giveBack(reservation, StockItem::takeBack);
                        case REJECTED, RELEASED -> {}
                    }
                });
    }

    StockLevel restock(UUID productId, int quantity, Optional<Integer> lowStockThreshold) {
        var known = items.lock(List.of(productId)).get(productId);
        var filled = (known == null ? StockItem.none(productId) : known).restock(quantity);
        var item = lowStockThreshold.map(filled::warnAt).orElse(filled);
        if (known == null) {
            items.add(item);
        } else {
            items.update(item);
        }
        events.levelChanged(item);
        return item.level();
    }

    @Transactional(readOnly = true)
    List<StockLevel> levels(Collection<UUID> productIds) {
        return items.find(productIds).stream().map(StockItem::level).toList();
    }

    @Transactional(readOnly = true)
    Optional<ReservationOutcome> reservationOf(UUID orderId) {
        return reservations.ofOrder(orderId).map(Reservation::outcome);
    }

    private Reservation decide(UUID orderId, SortedMap<UUID, Integer> wanted) {
        var stock = items.lock(wanted.keySet());
        var missing =
                wanted.entrySet().stream()
                        .filter(line -> !covers(stock, line.getKey(), line.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        return missing.isEmpty() ? grant(orderId, wanted, stock) : reject(orderId, missing);
    }

    private static boolean covers(Map<UUID, StockItem> stock, UUID productId, int quantity) {
        var item = stock.get(productId);
        return item != null && item.covers(quantity);
    }

    private Reservation grant(
            UUID orderId, SortedMap<UUID, Integer> wanted, SortedMap<UUID, StockItem> stock) {
        stock.forEach((productId, before) -> {
            var after = before.reserve(wanted.getOrDefault(productId, 0));
            items.update(after);
            events.levelChanged(after);
            if (after.isLow() && !before.isLow()) {
                events.low(after);
            }
        });
        var reservation = add(orderId, ReservationStatus.RESERVED, wanted, List.of());
        events.reserved(reservation);
        return reservation;
    }

    private Reservation reject(UUID orderId, List<UUID> missing) {
        var reservation = add(orderId, ReservationStatus.REJECTED, new TreeMap<>(), missing);
        events.rejected(reservation);
        return reservation;
    }

    private Reservation add(
            UUID orderId,
            ReservationStatus status,
            SortedMap<UUID, Integer> quantities,
            List<UUID> missing) {
        var reservation =
                new Reservation(
                        ids.next(),
                        orderId,
                        status,
                        quantities,
                        missing,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        reservations.add(reservation);
        return reservation;
    }

    private void giveBack(
            Reservation reservation, BiFunction<StockItem, Integer, StockItem> change) {
        change(reservation, change, ReservationStatus.RELEASED);
        events.released(reservation);
    }

    private void change(
            Reservation reservation,
            BiFunction<StockItem, Integer, StockItem> change,
            ReservationStatus status) {
        items.lock(reservation.quantities().keySet())
                .forEach((productId, before) -> {
                    var after =
                            change.apply(
                                    before, reservation.quantities().getOrDefault(productId, 0));
                    items.update(after);
                    events.levelChanged(after);
                });
        reservations.update(reservation, status);
    }
}
