package dev.banyan.shop.ordering;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record OrderId(UUID id) implements Identifier {}
