/// A module.
@NullMarked
package dev.banyan.architecture.offenders.tidy.orders;

import org.jspecify.annotations.NullMarked;
