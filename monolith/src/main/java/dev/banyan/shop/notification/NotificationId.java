package dev.banyan.shop.notification;

import java.util.UUID;
import org.jmolecules.ddd.types.Identifier;

record NotificationId(UUID id) implements Identifier {}
