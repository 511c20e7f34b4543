package dev.banyan.shop.shipping;

import dev.banyan.outbox.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What clients, and the people in the warehouse, see of parcels.
@RestController
@Tag(name = "shipping", description = "Parcels, from the warehouse to the door")
@RequestMapping("/api/shipments")
@Idempotent(module = "shipping")
class ShipmentController {

    private final Dispatching dispatching;

    ShipmentController(Dispatching dispatching) {
        this.dispatching = dispatching;
    }

    @GetMapping("/{orderId}")
    @Operation(summary = "Show the parcel of an order")
    ShipmentOutcome ofOrder(@PathVariable UUID orderId) {
        return dispatching.of(orderId).orElseThrow(() -> Dispatching.unknown(orderId));
    }

    @PostMapping("/{orderId}/pack")
    @Operation(summary = "Say that the parcel is packed")
    ShipmentOutcome pack(@PathVariable UUID orderId) {
        return dispatching.pack(orderId);
    }

    @PostMapping("/{orderId}/dispatch")
    @Operation(summary = "Say that the carrier has taken the parcel")
    ShipmentOutcome dispatch(@PathVariable UUID orderId) {
        return dispatching.dispatch(orderId);
    }

    @PostMapping("/{orderId}/deliver")
    @Operation(summary = "Say that the customer has received the parcel")
    ShipmentOutcome deliver(@PathVariable UUID orderId) {
        return dispatching.deliver(orderId);
    }

    @PostMapping("/{orderId}/return")
    @Operation(summary = "Say that a parcel that was called back is in the warehouse again")
    ShipmentOutcome takeBack(@PathVariable UUID orderId) {
        return dispatching.takeBack(orderId);
    }
}
