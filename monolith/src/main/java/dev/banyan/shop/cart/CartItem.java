package dev.banyan.shop.cart;

import java.util.UUID;
import org.jmolecules.ddd.types.ValueObject;

/// So many of a product.
record CartItem(UUID productId, int quantity) implements ValueObject {}
