/// Recommends what was bought together with a product, or what sells well beside it.
@ApplicationModule(allowedDependencies = {"events", "seed"})
@NullMarked
package dev.banyan.shop.recommendation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
