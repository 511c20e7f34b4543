package dev.banyan.shop.inventory;

import dev.banyan.shop.events.inventory.LowStockDetected;
import dev.banyan.shop.events.inventory.ReservationRejected;
import dev.banyan.shop.events.inventory.StockLevelChanged;
import dev.banyan.shop.events.inventory.StockReleased;
import dev.banyan.shop.events.inventory.StockReserved;
import dev.banyan.shop.identity.Ids;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Changes the stock, each time in one transaction with the events that tell of it.
@Service
@Transactional
class StockKeeping {

    private final StockItems items;
    private final Reservations reservations;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    StockKeeping(
            StockItems items,
            Reservations reservations,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.items = items;
        this.reservations = reservations;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /// Of two first requests for one order at the same time, one fails on the unique order id.
    ReservationOutcome reserve(UUID orderId, List<Reservation.Line> lines) {
        return reservations
                .lockByOrderId(orderId)
                .orElseGet(() -> decide(orderId, quantities(lines)))
                .outcome();
    }

    ReservationOutcome release(UUID orderId) {
        var found = reservations.lockByOrderId(orderId);
        if (found.isEmpty()) {
            return reservations.save(releasedBeforehand(orderId)).outcome();
        }
        var reservation = found.get();
        if (reservation.holdsStock()) {
            giveBack(reservation, StockItem::release);
        }
        return reservation.outcome();
    }

    /// The goods of an order have left the house.
    void fulfil(UUID orderId) {
        reservations
                .lockByOrderId(orderId)
                .filter(Reservation::holdsStock)
                .ifPresent(reservation -> {
                    forEachLine(reservation, StockItem::handOver);
                    reservation.fulfil();
                });
    }

    /// The goods of an order are back in the house. News of two kinds may overtake each other: it
    /// may not be known yet that they had left, and then nothing is to be done about that later.
    void takeBack(UUID orderId) {
        reservations
                .lockByOrderId(orderId)
                .ifPresent(reservation -> {
                    switch (reservation.status()) {
                        case RESERVED -> giveBack(reservation, StockItem::release);
                        case FULFILLED -> giveBack(reservation, StockItem::restock);
                        case REJECTED, RELEASED -> {}
                    }
                });
    }

    StockLevel restock(UUID productId, int quantity, Optional<Integer> lowStockThreshold) {
        var id = new ProductId(productId);
        var item =
                items.lockAll(List.of(id)).stream()
                        .findFirst()
                        .orElseGet(() -> items.save(new StockItem(id, 0)));
        if (quantity > StockItem.MOST - item.level().onHand()) {
            throw new StockLimitException(productId, item.level().onHand(), quantity);
        }
        item.restock(quantity);
        lowStockThreshold.ifPresent(item::warnAt);
        tellLevel(item);
        return item.level();
    }

    @Transactional(readOnly = true)
    List<StockLevel> levels(Collection<UUID> productIds) {
        var wanted = productIds.stream().map(ProductId::new).toList();
        return items.findByIdIn(wanted).stream().map(StockItem::level).toList();
    }

    @Transactional(readOnly = true)
    Optional<ReservationOutcome> reservationOf(UUID orderId) {
        return reservations.findByOrderId(orderId).map(Reservation::outcome);
    }

    private Reservation decide(UUID orderId, Map<UUID, Integer> wanted) {
        var stock = lock(wanted.keySet());
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

    private Reservation grant(UUID orderId, Map<UUID, Integer> wanted, Map<UUID, StockItem> stock) {
        stock.forEach((productId, item) -> {
            boolean wasLow = item.isLow();
            item.reserve(wanted.getOrDefault(productId, 0));
            tellLevel(item);
            if (item.isLow() && !wasLow) {
                tellLow(item);
            }
        });
        var lines =
                wanted.entrySet().stream()
                        .map(line -> new Reservation.Line(line.getKey(), line.getValue()))
                        .toList();
        var now = clock.instant();
        var reservation =
                reservations.save(
                        Reservation.reserved(new ReservationId(ids.next()), orderId, lines, now));
        events.publishEvent(new StockReserved(ids.next(), reservation.getId().id(), orderId, now));
        return reservation;
    }

    private Reservation reject(UUID orderId, List<UUID> missing) {
        var now = clock.instant();
        events.publishEvent(new ReservationRejected(ids.next(), orderId, missing, now));
        return reservations.save(
                Reservation.rejected(new ReservationId(ids.next()), orderId, missing, now));
    }

    private Reservation releasedBeforehand(UUID orderId) {
        return Reservation.releasedBeforehand(
                new ReservationId(ids.next()), orderId, clock.instant());
    }

    private void giveBack(Reservation reservation, BiConsumer<StockItem, Integer> change) {
        forEachLine(reservation, change);
        reservation.release();
        events.publishEvent(
                new StockReleased(
                        ids.next(),
                        reservation.getId().id(),
                        reservation.orderId(),
                        clock.instant()));
    }

    private void forEachLine(Reservation reservation, BiConsumer<StockItem, Integer> change) {
        var quantities = quantities(reservation.lines());
        lock(quantities.keySet())
                .forEach((productId, item) -> {
                    change.accept(item, quantities.getOrDefault(productId, 0));
                    tellLevel(item);
                });
    }

    private Map<UUID, StockItem> lock(Collection<UUID> productIds) {
        return items.lockAll(productIds.stream().map(ProductId::new).toList()).stream()
                .collect(Collectors.toMap(item -> item.getId().id(), Function.identity()));
    }

    /// An order may name a product in two lines.
    private static Map<UUID, Integer> quantities(List<Reservation.Line> lines) {
        var sum = new TreeMap<UUID, Integer>();
        lines.forEach(line -> sum.merge(line.productId(), line.quantity(), Math::addExact));
        return sum;
    }

    private void tellLevel(StockItem item) {
        var level = item.level();
        events.publishEvent(
                new StockLevelChanged(
                        ids.next(),
                        level.productId(),
                        level.onHand(),
                        level.reserved(),
                        level.available(),
                        clock.instant()));
    }

    private void tellLow(StockItem item) {
        events.publishEvent(
                new LowStockDetected(
                        ids.next(),
                        item.getId().id(),
                        item.available(),
                        item.lowStockThreshold(),
                        clock.instant()));
    }
}
