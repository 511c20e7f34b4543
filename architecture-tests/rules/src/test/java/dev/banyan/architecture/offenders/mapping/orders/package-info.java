/// A module.
@NullMarked
package dev.banyan.architecture.offenders.mapping.orders;

import org.jspecify.annotations.NullMarked;
