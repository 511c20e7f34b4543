package dev.banyan.shop.inventory;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record ReservationId(UUID id) implements Identifier {}
