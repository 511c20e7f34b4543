package dev.banyan.shop.ordering;

import dev.banyan.seam.Patience;
import dev.banyan.shop.inventory.ReservationOutcome;
import dev.banyan.shop.inventory.ReserveStock;
import dev.banyan.shop.inventory.Stock;
import dev.banyan.shop.ordering.SagaJournal.Work;
import dev.banyan.shop.payment.ChargeOrder;
import dev.banyan.shop.payment.PaymentOutcome;
import dev.banyan.shop.payment.Payments;
import dev.banyan.shop.shipping.Destination;
import dev.banyan.shop.shipping.ScheduleShipment;
import dev.banyan.shop.shipping.ShipmentOutcome;
import dev.banyan.shop.shipping.Shipments;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/// Takes the steps of a saga: calls to other modules that can all be repeated, each with its
/// deadline. The time that a call is held for a switch does not count. What went wrong inside is
/// told to the log: the reasons given here reach the customer.
@Component
class SagaSteps implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SagaSteps.class);

    private final Stock stock;
    private final Payments payments;
    private final Shipments shipments;
    private final ExecutorService calls =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("saga-call-", 0).factory());

    SagaSteps(Stock stock, Payments payments, Shipments shipments) {
        this.stock = stock;
        this.payments = payments;
        this.shipments = shipments;
    }

    StepResult take(Work work) throws InterruptedException {
        var step = work.position().step();
        var timeout = step.timeout();
        var patience = Patience.of(timeout);
        var call = calls.submit(() -> patience.during(call(work)));
        try {
            return patience.await(call);
        } catch (TimeoutException e) {
            call.cancel(true);
            return new StepResult.Unknown(
                    "There was no answer about the %s within %d s."
                            .formatted(step.subject(), timeout.toSeconds()));
        } catch (ExecutionException e) {
            log.warn(
                    "Step {} of order '{}' failed: {}",
                    step,
                    work.order().id(),
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            log.debug("A step failed.", e);
            return new StepResult.Unknown(
                    "Something went wrong with the %s.".formatted(step.subject()));
        }
    }

    private Callable<StepResult> call(Work work) {
        var order = work.order();
        boolean back = work.position().direction() == SagaPosition.Direction.BACKWARD;
        return switch (work.position().step()) {
            case RESERVE -> back ? () -> release(order) : () -> reserve(order);
            case CHARGE -> back ? () -> refund(order) : () -> charge(order);
            case SCHEDULE -> () -> schedule(order);
            case CONFIRM -> () -> StepResult.DONE;
        };
    }

    private StepResult reserve(PlacedOrder order) {
        var lines =
                order.lines().stream()
                        .map(line -> new ReserveStock.Line(line.productId(), line.quantity()))
                        .toList();
        var outcome = stock.reserve(new ReserveStock(order.id(), lines));
        return switch (outcome.status()) {
            case RESERVED, FULFILLED -> StepResult.DONE;
            case REJECTED ->
                    new StepResult.Refused("Not in stock: %s.".formatted(outcome.missing()));
            case RELEASED -> new StepResult.Refused("The reservation was given up.");
        };
    }

    private StepResult release(PlacedOrder order) {
        var status = stock.release(order.id()).status();
        return status == ReservationOutcome.Status.FULFILLED
                ? new StepResult.Unknown("The goods have left the house.")
                : StepResult.DONE;
    }

    private StepResult charge(PlacedOrder order) {
        var outcome =
                payments.charge(new ChargeOrder(order.id(), order.total(), order.paymentMethod()));
        return switch (outcome.status()) {
            case COMPLETED -> StepResult.DONE;
            case DECLINED -> new StepResult.Refused(declined(outcome));
            case PENDING -> new StepResult.Unknown("The payment provider gave no answer.");
            case REFUNDING, REFUNDED, VOIDED -> new StepResult.Refused("The payment was given up.");
        };
    }

    private static String declined(PaymentOutcome outcome) {
        var reason = outcome.reason();
        return reason == null ? "The payment was declined." : reason;
    }

    private StepResult refund(PlacedOrder order) {
        return switch (payments.refund(order.id()).status()) {
            case REFUNDED, VOIDED, DECLINED -> StepResult.DONE;
            case PENDING, COMPLETED, REFUNDING ->
                    new StepResult.Unknown("The refund is not done yet.");
        };
    }

    private StepResult schedule(PlacedOrder order) {
        var to = order.shippingAddress();
        var destination =
                new Destination(
                        to.recipient(), to.street(), to.city(), to.postalCode(), to.country());
        var outcome = shipments.schedule(new ScheduleShipment(order.id(), destination));
        return outcome.status() == ShipmentOutcome.Status.RECALLED
                ? new StepResult.Refused("The shipment was called back.")
                : StepResult.DONE;
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
