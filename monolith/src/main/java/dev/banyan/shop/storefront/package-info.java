/// Composes what customers look at from what the other modules know. It keeps nothing of its own.
@ApplicationModule(
        allowedDependencies = {
            "catalog",
            "events",
            "inventory",
            "money",
            "pricing",
            "recommendation",
            "reviews"
        })
@NullMarked
package dev.banyan.shop.storefront;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
