/// Says what a product costs today.
@ApplicationModule(allowedDependencies = {"identity", "money"})
@NullMarked
package dev.banyan.shop.pricing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
