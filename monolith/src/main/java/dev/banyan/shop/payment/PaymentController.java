package dev.banyan.shop.payment;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of payments.
@RestController
@RequestMapping("/api/payments")
class PaymentController {

    private final PaymentLedger ledger;

    PaymentController(PaymentLedger ledger) {
        this.ledger = ledger;
    }

    /// The payment of an order.
    @GetMapping("/{orderId}")
    PaymentOutcome ofOrder(@PathVariable UUID orderId) {
        return ledger.of(orderId).orElseThrow(() -> notFound(orderId));
    }

    private static ErrorResponseException notFound(UUID orderId) {
        var problem = new ErrorResponseException(HttpStatus.NOT_FOUND);
        problem.setDetail("There is no payment for order '%s'.".formatted(orderId));
        return problem;
    }
}
