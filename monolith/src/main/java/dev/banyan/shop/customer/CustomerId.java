package dev.banyan.shop.customer;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record CustomerId(UUID id) implements Identifier {}
