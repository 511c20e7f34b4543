package dev.banyan.shop.shipping;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process.
@Component
@Validated
class LocalShipments implements Shipments {

    private final Dispatching dispatching;

    LocalShipments(Dispatching dispatching) {
        this.dispatching = dispatching;
    }

    /// Two requests for one order at the same time: only one plan can be stored, and it is the
    /// answer to both.
    @Override
    public ShipmentOutcome schedule(ScheduleShipment wish) {
        try {
            return dispatching.schedule(wish.orderId(), wish.destination());
        } catch (DataIntegrityViolationException e) {
            return dispatching.of(wish.orderId()).orElseThrow(() -> e);
        }
    }
}
