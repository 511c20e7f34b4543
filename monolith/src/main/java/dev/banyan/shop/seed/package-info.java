/// What a new shop begins with: the same for everybody, so that examples work everywhere. It holds
/// the goods; each module plants its own share in its own schema.
@ApplicationModule(allowedDependencies = "database")
@NullMarked
package dev.banyan.shop.seed;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
