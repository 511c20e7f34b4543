package dev.banyan.shop.reviews;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record ReviewId(UUID id) implements Identifier {}
