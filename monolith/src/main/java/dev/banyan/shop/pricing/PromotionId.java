package dev.banyan.shop.pricing;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record PromotionId(UUID id) implements Identifier {}
