package dev.banyan.shop.payment;

import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask of payment. Every call can be repeated: payments are known by their
/// order.
@HttpExchange("/internal/payments")
public interface Payments {

    /// Takes the money for an order, once. `PENDING` says that the answer is not known: ask again
    /// later.
    @PostExchange("/charges")
    PaymentOutcome charge(@Valid @RequestBody ChargeOrder wish);

    /// Gives the money for an order back, or makes sure that none is ever taken. `REFUNDING` says
    /// that it is not done yet; it gets done, also when nobody asks again.
    @DeleteExchange("/charges/{orderId}")
    PaymentOutcome refund(@PathVariable UUID orderId);
}
