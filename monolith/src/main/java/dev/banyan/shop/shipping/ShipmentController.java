package dev.banyan.shop.shipping;

import dev.banyan.outbox.Idempotent;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What clients, and the people in the warehouse, see of parcels.
@RestController
@RequestMapping("/api/shipments")
@Idempotent(module = "shipping")
class ShipmentController {

    private final Dispatching dispatching;

    ShipmentController(Dispatching dispatching) {
        this.dispatching = dispatching;
    }

    /// The parcel of an order.
    @GetMapping("/{orderId}")
    ShipmentOutcome ofOrder(@PathVariable UUID orderId) {
        return dispatching.of(orderId).orElseThrow(() -> Dispatching.unknown(orderId));
    }

    /// The parcel is packed.
    @PostMapping("/{orderId}/pack")
    ShipmentOutcome pack(@PathVariable UUID orderId) {
        return dispatching.pack(orderId);
    }

    /// The carrier has taken the parcel.
    @PostMapping("/{orderId}/dispatch")
    ShipmentOutcome dispatch(@PathVariable UUID orderId) {
        return dispatching.dispatch(orderId);
    }

    /// The customer has received the parcel.
    @PostMapping("/{orderId}/deliver")
    ShipmentOutcome deliver(@PathVariable UUID orderId) {
        return dispatching.deliver(orderId);
    }
}
