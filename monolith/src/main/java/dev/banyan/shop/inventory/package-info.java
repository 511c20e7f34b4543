/// Knows what is in stock and keeps it for orders.
@ApplicationModule(allowedDependencies = {"events", "http", "identity", "seed"})
@NullMarked
package dev.banyan.shop.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
