/// Takes orders and follows them until they are delivered, or refused.
@ApplicationModule(
        allowedDependencies = {
            "events",
            "http",
            "identity",
            "inventory",
            "money",
            "payment",
            "pricing",
            "shipping"
        })
@NullMarked
package dev.banyan.shop.ordering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
