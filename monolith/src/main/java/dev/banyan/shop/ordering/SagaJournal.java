package dev.banyan.shop.ordering;

import dev.banyan.shop.events.ordering.OrderCancelled;
import dev.banyan.shop.events.ordering.OrderConfirmed;
import dev.banyan.shop.events.ordering.OrderFailed;
import dev.banyan.shop.identity.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Writes down each step before it is taken and what came of it, together with what that means for
/// the order. No transaction is open while a step is taken.
@Service
@Transactional
class SagaJournal {

    private final Sagas sagas;
    private final Orders orders;
    private final OrderHistory history;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    SagaJournal(
            Sagas sagas,
            Orders orders,
            OrderHistory history,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.sagas = sagas;
        this.orders = orders;
        this.history = history;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /// A step to take now.
    record Work(UUID lease, SagaPosition position, PlacedOrder order) {}

    /// Notes the saga of a new order, for whoever looks for sagas.
    void begin(PlacedOrder order) {
        sagas.start(order.id());
    }

    /// Notes the saga of a new order and takes it at once: its first step, to be taken after the
    /// commit.
    Work begin(PlacedOrder order, UUID lease) {
        sagas.start(order.id(), lease);
        return new Work(lease, SagaPosition.START, order);
    }

    /// Takes sagas that are due under a lease: the steps that they have to take now.
    List<Work> claim(UUID lease, int most) {
        var claimed = sagas.claim(lease, most);
        var placed = placed(claimed);
        return claimed.stream()
                .map(saga ->
                        new Work(
                                lease,
                                saga.position(),
                                Objects.requireNonNull(placed.get(saga.orderId()))))
                .toList();
    }

    private Map<UUID, PlacedOrder> placed(List<Sagas.Claimed> claimed) {
        if (claimed.isEmpty()) {
            return Map.of();
        }
        var wanted = claimed.stream().map(saga -> new OrderId(saga.orderId())).toList();
        return orders.findByIds(wanted).stream()
                .map(Order::placed)
                .collect(Collectors.toMap(PlacedOrder::id, Function.identity()));
    }

    /// Records how a step ended and says which one to take next at once, if any. What comes after
    /// the lease was lost is dropped: whoever has it now repeats the step.
    Optional<Work> record(Work work, StepResult result) {
        return record(work, result, lockOrder(work.order().id()));
    }

    /// A step that only changes the order is taken here, in the transaction that records it.
    private Optional<Work> record(Work work, StepResult result, Order order) {
        var taken = work.position();
        var next = taken.after(result, order.cancellationRequested());
        if (!move(work, result, next)) {
            return Optional.empty();
        }
        change(order, taken, result, next);
        if (!next.goesOn()) {
            return Optional.empty();
        }
        var then = new Work(work.lease(), next, work.order());
        return next.step() == SagaStep.CONFIRM
                ? record(then, StepResult.DONE, order)
                : Optional.of(then);
    }

    /// Leaves a step that was not taken to whoever looks for sagas next.
    void giveBack(Work work) {
        sagas.giveBack(work.order().id(), work.lease());
    }

    private Order lockOrder(UUID orderId) {
        return orders.lockById(new OrderId(orderId)).orElseThrow();
    }

    private boolean move(Work work, StepResult result, SagaPosition next) {
        var happening =
                switch (result) {
                    case StepResult.Done done -> "COMPLETED";
                    case StepResult.Refused refused -> "REFUSED";
                    case StepResult.Unknown unknown -> "UNKNOWN";
                };
        return sagas.move(
                work.order().id(), work.lease(), work.position(), happening, result.reason(), next);
    }

    private void change(Order order, SagaPosition taken, StepResult result, SagaPosition next) {
        if (next.isDone() && next.exit() != null) {
            end(order, next.exit(), Objects.requireNonNull(next.reason()));
        } else if (taken.direction() == SagaPosition.Direction.FORWARD
                && result instanceof StepResult.Done) {
            advance(order, taken.step());
        }
    }

    private void advance(Order order, SagaStep step) {
        switch (step) {
            case RESERVE -> advance(order, OrderStatus.RESERVED);
            case CHARGE -> advance(order, OrderStatus.PAID);
            case SCHEDULE -> {}
            case CONFIRM -> confirm(order);
        }
    }

    private void advance(Order order, OrderStatus status) {
        if (order.advance(status)) {
            history.add(order, clock.instant());
        }
    }

    /// A cancellation that came too late for the saga is carried out now, by events.
    private void confirm(Order order) {
        advance(order, OrderStatus.CONFIRMED);
        order.confirm();
        var now = clock.instant();
        events.publishEvent(
                new OrderConfirmed(
                        ids.next(), order.getId().id(), order.customerId(), order.total(), now));
        var cancellation = order.cancellationRequested();
        if (cancellation != null && order.cancel(cancellation) == Order.Cancellation.DONE) {
            history.add(order, now);
            tellCancelled(order, cancellation);
        }
    }

    private void end(Order order, OrderStatus exit, String reason) {
        order.end(exit, reason);
        history.add(order, clock.instant());
        if (exit == OrderStatus.CANCELLED) {
            tellCancelled(order, reason);
            return;
        }
        events.publishEvent(
                new OrderFailed(
                        ids.next(),
                        order.getId().id(),
                        order.customerId(),
                        exit.name(),
                        reason,
                        clock.instant()));
    }

    private void tellCancelled(Order order, String reason) {
        events.publishEvent(
                new OrderCancelled(
                        ids.next(),
                        order.getId().id(),
                        order.customerId(),
                        reason,
                        clock.instant()));
    }
}
