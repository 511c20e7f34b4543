/// A module.
@NullMarked
package dev.banyan.architecture.offenders.tidy.stock;

import org.jspecify.annotations.NullMarked;
