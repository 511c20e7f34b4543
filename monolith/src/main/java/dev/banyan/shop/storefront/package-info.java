/// Composes what customers look at from what the other modules know, and keeps what was chosen for
/// the front page.
@ApplicationModule(
        allowedDependencies = {
            "catalog",
            "events",
            "inventory",
            "money",
            "pricing",
            "recommendation",
            "reviews",
            "seed"
        })
@NullMarked
package dev.banyan.shop.storefront;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
