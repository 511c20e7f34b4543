/// Tells people what has happened.
@ApplicationModule(allowedDependencies = {"events", "identity"})
@NullMarked
package dev.banyan.shop.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
