/// A module.
@NullMarked
package dev.banyan.architecture.offenders.migration.orders;

import org.jspecify.annotations.NullMarked;
