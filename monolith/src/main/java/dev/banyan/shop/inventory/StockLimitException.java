package dev.banyan.shop.inventory;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/// More was brought than inventory can count.
class StockLimitException extends ErrorResponseException {

    StockLimitException(UUID productId, int onHand, int quantity) {
        super(HttpStatus.UNPROCESSABLE_CONTENT);
        setDetail(
                "Cannot add %d to the %d of product '%s': the limit is %d."
                        .formatted(quantity, onHand, productId, StockItem.MOST));
    }
}
