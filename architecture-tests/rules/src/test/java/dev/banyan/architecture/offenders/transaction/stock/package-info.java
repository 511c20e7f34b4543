/// A module.
@NullMarked
package dev.banyan.architecture.offenders.transaction.stock;

import org.jspecify.annotations.NullMarked;
