/// Collects what customers think of products, one review for each customer and product.
@ApplicationModule(allowedDependencies = {"events", "http", "identity", "seed"})
@NullMarked
package dev.banyan.shop.reviews;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
