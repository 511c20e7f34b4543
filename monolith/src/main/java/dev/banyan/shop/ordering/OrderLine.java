package dev.banyan.shop.ordering;

import dev.banyan.shop.money.Money;
import java.util.UUID;
import org.jmolecules.ddd.types.ValueObject;

/// So many of a product, at the price that was agreed.
record OrderLine(UUID productId, int quantity, Money unitPrice) implements ValueObject {

    OrderLine {
        if (quantity < 1) {
            throw new IllegalArgumentException(
                    "An order line has a quantity of %d, it must be at least 1."
                            .formatted(quantity));
        }
    }

    Money total() {
        return unitPrice.times(quantity);
    }
}
