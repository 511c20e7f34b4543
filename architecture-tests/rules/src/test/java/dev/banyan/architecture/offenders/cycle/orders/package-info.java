/// A module.
@NullMarked
package dev.banyan.architecture.offenders.cycle.orders;

import org.jspecify.annotations.NullMarked;
