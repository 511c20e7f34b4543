/// Declares that it needs nobody.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.architecture.offenders.undeclared.orders;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
