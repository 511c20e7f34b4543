/// A module.
@NullMarked
package dev.banyan.architecture.offenders.cycle.stock;

import org.jspecify.annotations.NullMarked;
