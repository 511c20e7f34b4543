package dev.banyan.shop.inventory;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

/// What the catalogue calls a product.
record ProductId(UUID id) implements Identifier {}
