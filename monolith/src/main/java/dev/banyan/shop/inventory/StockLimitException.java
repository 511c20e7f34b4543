package dev.banyan.shop.inventory;

import dev.banyan.shop.http.FieldProblem;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/// More was brought than inventory can count.
class StockLimitException extends FieldProblem {

    StockLimitException(UUID productId, int onHand, int quantity) {
        super(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "quantity",
                "Cannot add %d to the %d of product '%s': the limit is %d."
                        .formatted(quantity, onHand, productId, StockItem.MOST));
    }
}
