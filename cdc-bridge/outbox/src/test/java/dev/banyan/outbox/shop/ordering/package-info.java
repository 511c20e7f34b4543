/// Takes orders.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.outbox.shop.ordering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
