package dev.banyan.shop.payment;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of payments.
@RestController
@Tag(name = "payment", description = "What was charged and refunded")
@RequestMapping("/api/payments")
class PaymentController {

    private final PaymentLedger ledger;

    PaymentController(PaymentLedger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/{orderId}")
    @Operation(summary = "Show the payment of an order")
    PaymentOutcome ofOrder(@PathVariable UUID orderId) {
        return ledger.of(orderId).orElseThrow(() -> notFound(orderId));
    }

    private static ErrorResponseException notFound(UUID orderId) {
        var problem = new ErrorResponseException(HttpStatus.NOT_FOUND);
        problem.setDetail("There is no payment for order '%s'.".formatted(orderId));
        return problem;
    }
}
