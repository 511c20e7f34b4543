package dev.banyan.shop.ordering;

import dev.banyan.shop.events.ordering.OrderCancelled;
import dev.banyan.shop.events.ordering.OrderPlaced;
import dev.banyan.shop.events.ordering.OrderReturnRequested;
import dev.banyan.shop.events.ordering.OrderReturned;
import dev.banyan.shop.identity.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Takes orders, and what happens to them later, each time in one transaction with the events that
/// tell of it.
@Service
@Transactional
class Ordering {

    private final Orders orders;
    private final OrderHistory history;
    private final SagaWorker sagas;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    Ordering(
            Orders orders,
            OrderHistory history,
            SagaWorker sagas,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.orders = orders;
        this.history = history;
        this.sagas = sagas;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /// Accepts an order at these prices, together with the saga that will place it.
    OrderView place(PlaceOrder wish, Quotes quotes) {
        return accept(new OrderId(ids.next()), wish, quotes);
    }

    /// The same, under an id that the caller chose; an order that is there already stays as it is.
    OrderView place(UUID orderId, PlaceOrder wish, Quotes quotes) {
        var id = new OrderId(orderId);
        return orders.findById(id).map(Order::view).orElseGet(() -> accept(id, wish, quotes));
    }

    private OrderView accept(OrderId id, PlaceOrder wish, Quotes quotes) {
        var now = clock.instant();
        var order =
                orders.saveAndFlush(
                        new Order(
                                id,
                                wish.customerId(),
                                quotes.lines(wish),
                                wish.shippingAddress(),
                                wish.paymentMethod(),
                                now));
        history.add(order, now);
        sagas.begin(order.placed());
        events.publishEvent(placed(order));
        return order.view();
    }

    Optional<CancelledOrder> cancel(UUID orderId, String reason) {
        return orders.lockById(new OrderId(orderId)).map(order -> cancel(order, reason));
    }

    /// An order after a wish to cancel it.
    record CancelledOrder(Order.Cancellation result, OrderView order) {}

    Optional<ReturnedOrder> giveBack(UUID orderId, String reason) {
        return orders.lockById(new OrderId(orderId)).map(order -> giveBack(order, reason));
    }

    /// An order after a wish to give it back.
    record ReturnedOrder(Order.Return result, OrderView order) {}

    /// The parcel of an order is back.
    void takeBack(UUID orderId) {
        orders.lockById(new OrderId(orderId)).filter(Order::takeBack).ifPresent(this::tellReturned);
    }

    /// The parcel of an order went on.
    void advance(UUID orderId, OrderStatus status) {
        orders.lockById(new OrderId(orderId))
                .filter(order -> order.advance(status))
                .ifPresent(order -> history.add(order, clock.instant()));
    }

    @Transactional(readOnly = true)
    Optional<OrderView> find(UUID orderId) {
        return orders.findById(new OrderId(orderId)).map(Order::view);
    }

    @Transactional(readOnly = true)
    List<OrderView> newest(UUID customerId, int limit) {
        return orders.newest(customerId, Limit.of(limit)).stream().map(Order::view).toList();
    }

    private CancelledOrder cancel(Order order, String reason) {
        var result = order.cancel(reason);
        if (result == Order.Cancellation.DONE) {
            var now = clock.instant();
            history.add(order, now);
            events.publishEvent(
                    new OrderCancelled(
                            ids.next(), order.getId().id(), order.customerId(), reason, now));
        }
        return new CancelledOrder(result, order.view());
    }

    private ReturnedOrder giveBack(Order order, String reason) {
        var result = order.giveBack(reason);
        if (result == Order.Return.BEGUN) {
            var now = clock.instant();
            history.add(order, now);
            events.publishEvent(
                    new OrderReturnRequested(
                            ids.next(), order.getId().id(), order.customerId(), reason, now));
        }
        return new ReturnedOrder(result, order.view());
    }

    private void tellReturned(Order order) {
        var now = clock.instant();
        history.add(order, now);
        events.publishEvent(
                new OrderReturned(ids.next(), order.getId().id(), order.customerId(), now));
    }

    private OrderPlaced placed(Order order) {
        var lines =
                order.lines().stream()
                        .map(line ->
                                new OrderPlaced.Line(
                                        line.productId(), line.quantity(), line.unitPrice()))
                        .toList();
        return new OrderPlaced(
                ids.next(),
                order.getId().id(),
                order.customerId(),
                lines,
                order.total(),
                order.placedAt());
    }
}
