package dev.banyan.inventory;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/// A delivery is larger than what can be counted.
final class StockLimitException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    StockLimitException(UUID productId, int onHand, int quantity) {
        super(HttpStatus.UNPROCESSABLE_CONTENT);
        setDetail(
                "Cannot add %d to the %d of product '%s': the limit is %d."
                        .formatted(quantity, onHand, productId, StockItem.MOST));
    }
}
