/// A module.
@NullMarked
package dev.banyan.architecture.offenders.migration.stock;

import org.jspecify.annotations.NullMarked;
