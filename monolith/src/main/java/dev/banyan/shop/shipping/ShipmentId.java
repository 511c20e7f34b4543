package dev.banyan.shop.shipping;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record ShipmentId(UUID id) implements Identifier {}
