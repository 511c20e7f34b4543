/// What every request goes through, whichever module it is for: its correlation id, the limits of
/// its size, and the form of its errors.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.shop.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
