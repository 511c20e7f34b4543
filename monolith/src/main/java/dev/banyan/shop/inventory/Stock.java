package dev.banyan.shop.inventory;

import dev.banyan.seam.ReadsOnly;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask of inventory. Every call can be repeated: reservations are known by their
/// order.
@HttpExchange("/internal/inventory")
public interface Stock {

    /// Puts stock aside for an order, all lines or none; the first answer for an order stays the
    /// answer.
    @PostExchange("/reservations")
    ReservationOutcome reserve(@Valid @RequestBody ReserveStock wish);

    /// Gives an order's stock back. An order that is unknown will never get any.
    @DeleteExchange("/reservations/{orderId}")
    ReservationOutcome release(@PathVariable UUID orderId);

    /// The levels of the products that are known, in no particular order.
    @ReadsOnly
    @PostExchange("/levels")
    List<StockLevel> levels(@RequestBody @NotEmpty @Size(max = 200) List<UUID> productIds);
}
