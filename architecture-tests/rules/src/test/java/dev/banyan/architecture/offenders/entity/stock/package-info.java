/// A module.
@NullMarked
package dev.banyan.architecture.offenders.entity.stock;

import org.jspecify.annotations.NullMarked;
