/// Lets the listeners of a module sleep while a service owns it, and for ever when it is gone.
@ApplicationModule(allowedDependencies = "database")
@NullMarked
package dev.banyan.shop.extraction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
