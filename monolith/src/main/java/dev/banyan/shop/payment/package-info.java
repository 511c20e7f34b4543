/// Takes money for orders and gives it back, once each.
@ApplicationModule(allowedDependencies = {"events", "identity", "money"})
@NullMarked
package dev.banyan.shop.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
