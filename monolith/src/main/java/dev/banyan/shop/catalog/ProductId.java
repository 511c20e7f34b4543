package dev.banyan.shop.catalog;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record ProductId(UUID id) implements Identifier {}
