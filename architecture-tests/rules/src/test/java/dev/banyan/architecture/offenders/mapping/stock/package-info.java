/// A module.
@NullMarked
package dev.banyan.architecture.offenders.mapping.stock;

import org.jspecify.annotations.NullMarked;
