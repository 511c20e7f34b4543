/// A module.
@NullMarked
package dev.banyan.architecture.offenders.transaction.orders;

import org.jspecify.annotations.NullMarked;
