/// Knows who buys: profile, addresses, segment.
@ApplicationModule(allowedDependencies = {"http", "identity", "seed"})
@NullMarked
package dev.banyan.shop.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
