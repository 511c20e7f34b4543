package dev.banyan.shop.ordering;

import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/// What other modules ask of ordering.
@HttpExchange("/internal/orders")
public interface OrderDesk {

    /// Accepts an order under an id that the caller chose. It can be repeated: the first order
    /// under an id stays the order.
    @PutExchange("/{orderId}")
    AcceptedOrder place(@PathVariable UUID orderId, @Valid @RequestBody PlaceOrder wish);
}
