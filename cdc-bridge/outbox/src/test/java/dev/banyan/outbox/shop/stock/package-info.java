/// Keeps what was taken, in the order in which it was.
@ApplicationModule(allowedDependencies = "ordering")
@NullMarked
package dev.banyan.outbox.shop.stock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
