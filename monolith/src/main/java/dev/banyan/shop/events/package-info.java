/// The published language: what modules tell each other, by publisher. It depends on no module, so
/// that two modules may call and listen to each other without depending on each other in a circle.
@ApplicationModule(type = ApplicationModule.Type.OPEN, allowedDependencies = "money")
@NullMarked
package dev.banyan.shop.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
