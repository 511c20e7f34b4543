package dev.banyan.shop.payment;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

/// Also the reference under which the provider knows the charge.
record PaymentId(UUID id) implements Identifier {}
