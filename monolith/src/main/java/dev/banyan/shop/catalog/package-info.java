/// Describes what can be bought, and lets people find it.
@ApplicationModule(allowedDependencies = {"events", "http", "identity", "money", "seed"})
@NullMarked
package dev.banyan.shop.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
