/// Shows a newcomer what runs here and what to try next.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.shop.startpage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
