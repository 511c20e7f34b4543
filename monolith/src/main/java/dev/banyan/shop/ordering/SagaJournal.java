package dev.banyan.shop.ordering;

import dev.banyan.shop.events.ordering.OrderCancelled;
import dev.banyan.shop.events.ordering.OrderConfirmed;
import dev.banyan.shop.events.ordering.OrderFailed;
import dev.banyan.shop.identity.Ids;
import dev.banyan.shop.ordering.OrderHistory.Reached;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
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

    /// A step that was taken, and how it ended.
    record Taken(Work work, StepResult result) {

        UUID orderId() {
            return work.order().id();
        }
    }

    /// Records how a step ended and says which one to take next at once, if any. What comes after
    /// the lease was lost is dropped: whoever has it now repeats the step.
    Optional<Work> record(Taken step) {
        var order = orders.lockById(new OrderId(step.orderId())).orElseThrow();
        return Objects.requireNonNull(record(List.of(step), List.of(order)).get(step.orderId()));
    }

    /// Records how steps of several orders ended, by order. An order that somebody else has locked
    /// is left out, so that the others need not wait for it.
    Map<UUID, Optional<Work>> record(List<Taken> steps) {
        var ids = steps.stream().map(step -> new OrderId(step.orderId())).toList();
        return record(steps, orders.lockFreeOnes(ids));
    }

    private Map<UUID, Optional<Work>> record(List<Taken> steps, List<Order> locked) {
        var recording = new Recording(locked);
        recording.add(steps);
        history.add(recording.reached);
        return recording.next;
    }

    /// Leaves a step that was not taken to whoever looks for sagas next.
    void giveBack(Work work) {
        sagas.giveBack(work.order().id(), work.lease());
    }

    /// What is recorded in one transaction.
    private final class Recording {

        private final Map<UUID, Order> orders;
        private final List<Reached> reached = new ArrayList<>();
        private final Map<UUID, Optional<Work>> next = new HashMap<>();

        private Recording(List<Order> locked) {
            this.orders = locked.stream().collect(Collectors.toMap(o -> o.getId().id(), o -> o));
        }

        private Order order(Taken step) {
            return Objects.requireNonNull(orders.get(step.orderId()));
        }

        /// A step that only changes the order is taken here, in the transaction that records it.
        private void add(List<Taken> steps) {
            var left = steps.stream().filter(step -> orders.containsKey(step.orderId())).toList();
            while (!left.isEmpty()) {
                var moves = left.stream().map(this::move).toList();
                var moved = sagas.move(moves);
                var further = new ArrayList<Taken>();
                for (int i = 0; i < moved.length; i++) {
                    next.put(left.get(i).orderId(), Optional.empty());
                    if (moved[i]) {
                        goOn(left.get(i), moves.get(i).next()).ifPresent(further::add);
                    }
                }
                left = further;
            }
        }

        private Sagas.Move move(Taken step) {
            var happening =
                    switch (step.result()) {
                        case StepResult.Done done -> "COMPLETED";
                        case StepResult.Refused refused -> "REFUSED";
                        case StepResult.Unknown unknown -> "UNKNOWN";
                    };
            var taken = step.work().position();
            return new Sagas.Move(
                    step.orderId(),
                    step.work().lease(),
                    taken,
                    happening,
                    step.result().reason(),
                    taken.after(step.result(), order(step).cancellationRequested()));
        }

        /// The step that was taken here at once, if there is one.
        private Optional<Taken> goOn(Taken step, SagaPosition position) {
            change(step, position);
            var then = new Work(step.work().lease(), position, step.work().order());
            if (position.goesOn() && position.step() == SagaStep.CONFIRM) {
                return Optional.of(new Taken(then, StepResult.DONE));
            }
            next.put(step.orderId(), Optional.of(then).filter(work -> position.goesOn()));
            return Optional.empty();
        }

        private void change(Taken step, SagaPosition position) {
            var taken = step.work().position();
            if (position.isDone() && position.exit() != null) {
                end(order(step), position.exit(), Objects.requireNonNull(position.reason()));
            } else if (taken.direction() == SagaPosition.Direction.FORWARD
                    && step.result() instanceof StepResult.Done) {
                advance(order(step), taken.step());
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
                reached.add(Reached.by(order, clock.instant()));
            }
        }

        /// A cancellation that came too late for the saga is carried out now, by events.
        private void confirm(Order order) {
            advance(order, OrderStatus.CONFIRMED);
            order.confirm();
            var now = clock.instant();
            events.publishEvent(
                    new OrderConfirmed(
                            ids.next(),
                            order.getId().id(),
                            order.customerId(),
                            order.total(),
                            now));
            var cancellation = order.cancellationRequested();
            if (cancellation != null && order.cancel(cancellation) == Order.Cancellation.DONE) {
                reached.add(Reached.by(order, now));
                tellCancelled(order, cancellation);
            }
        }

        private void end(Order order, OrderStatus exit, String reason) {
            order.end(exit, reason);
            reached.add(Reached.by(order, clock.instant()));
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
}
