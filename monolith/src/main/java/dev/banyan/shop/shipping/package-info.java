/// Brings what was ordered to the customer.
@ApplicationModule(allowedDependencies = {"events", "http", "identity"})
@NullMarked
package dev.banyan.shop.shipping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
