/// Tells whether the shop works, and whether it works as well as it should.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.shop.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
