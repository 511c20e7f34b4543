package dev.banyan.shop.cart;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

/// A cart is known by whose it is.
record CartId(UUID customerId) implements Identifier {}
