/// Says what a product costs today, and for whom.
@ApplicationModule(allowedDependencies = {"events", "http", "identity", "money", "seed"})
@NullMarked
package dev.banyan.shop.pricing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
