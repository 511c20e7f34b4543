/// What things cost: the one value that every bounded context understands in the same way.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.shop.money;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
