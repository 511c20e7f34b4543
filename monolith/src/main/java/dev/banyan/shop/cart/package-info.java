/// Keeps what customers mean to buy, until they order it or forget about it.
@ApplicationModule(
        allowedDependencies = {"catalog", "events", "http", "identity", "money", "pricing"})
@NullMarked
package dev.banyan.shop.cart;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
