package dev.banyan.shop.shipping;

import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask of shipping. Every call can be repeated: shipments are known by their
/// order.
@HttpExchange("/internal/shipments")
public interface Shipments {

    /// Plans the parcel of an order; the first plan for an order stays the plan.
    @PostExchange
    ShipmentOutcome schedule(@Valid @RequestBody ScheduleShipment wish);
}
