/// Hands out ids that sort by the time at which they were made.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.shop.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
