package dev.banyan.shop.shipping;

import dev.banyan.outbox.ModuleEvent;
import dev.banyan.shop.events.shipping.ShipmentDelivered;
import dev.banyan.shop.events.shipping.ShipmentDispatched;
import dev.banyan.shop.events.shipping.ShipmentPacked;
import dev.banyan.shop.events.shipping.ShipmentRecalled;
import dev.banyan.shop.events.shipping.ShipmentReturned;
import dev.banyan.shop.events.shipping.ShipmentScheduled;
import dev.banyan.shop.identity.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.ErrorResponseException;

/// Moves parcels along, each time in one transaction with the event that tells of it.
@Service
@Transactional
class Dispatching {

    private static final String CARRIER = "Banyan Parcels";

    private final ShipmentRecords shipments;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    Dispatching(ShipmentRecords shipments, ApplicationEventPublisher events, Ids ids, Clock clock) {
        this.shipments = shipments;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    ShipmentOutcome schedule(UUID orderId, Destination destination) {
        return shipments
                .lockByOrderId(orderId)
                .orElseGet(() -> plan(orderId, destination))
                .outcome();
    }

    ShipmentOutcome pack(UUID orderId) {
        return move(
                orderId,
                Shipment::pack,
                (shipment, now) ->
                        new ShipmentPacked(ids.next(), shipment.shipmentId(), orderId, now));
    }

    ShipmentOutcome dispatch(UUID orderId) {
        return move(
                orderId,
                Shipment::dispatch,
                (shipment, now) ->
                        new ShipmentDispatched(
                                ids.next(),
                                shipment.shipmentId(),
                                orderId,
                                shipment.carrier(),
                                shipment.trackingNumber(),
                                now));
    }

    ShipmentOutcome deliver(UUID orderId) {
        return move(
                orderId,
                Shipment::deliver,
                (shipment, now) ->
                        new ShipmentDelivered(ids.next(), shipment.shipmentId(), orderId, now));
    }

    ShipmentOutcome recall(UUID orderId) {
        return move(
                orderId,
                Shipment::recall,
                (shipment, now) ->
                        new ShipmentRecalled(ids.next(), shipment.shipmentId(), orderId, now));
    }

    ShipmentOutcome takeBack(UUID orderId) {
        return move(
                orderId,
                Shipment::takeBack,
                (shipment, now) ->
                        new ShipmentReturned(ids.next(), shipment.shipmentId(), orderId, now));
    }

    @Transactional(readOnly = true)
    Optional<ShipmentOutcome> of(UUID orderId) {
        return shipments.findByOrderId(orderId).map(Shipment::outcome);
    }

    private Shipment plan(UUID orderId, Destination destination) {
        var now = clock.instant();
        var shipment =
                shipments.save(
                        new Shipment(
                                new ShipmentId(ids.next()), orderId, destination, CARRIER, now));
        var plan = shipment.outcome();
        events.publishEvent(
                new ShipmentScheduled(
                        ids.next(), plan.shipmentId(), orderId, plan.trackingNumber(), now));
        return shipment;
    }

    /// A step that was taken before is taken no second time and told no second time.
    private ShipmentOutcome move(
            UUID orderId,
            Predicate<Shipment> step,
            BiFunction<ShipmentOutcome, Instant, ModuleEvent> event) {
        var shipment = shipments.lockByOrderId(orderId).orElseThrow(() -> unknown(orderId));
        if (step.test(shipment)) {
            events.publishEvent(event.apply(shipment.outcome(), clock.instant()));
        }
        return shipment.outcome();
    }

    static ErrorResponseException unknown(UUID orderId) {
        var problem = new ErrorResponseException(HttpStatus.NOT_FOUND);
        problem.setDetail("There is no shipment for order '%s'.".formatted(orderId));
        return problem;
    }
}
