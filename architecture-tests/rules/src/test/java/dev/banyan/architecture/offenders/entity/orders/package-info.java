/// A module.
@NullMarked
package dev.banyan.architecture.offenders.entity.orders;

import org.jspecify.annotations.NullMarked;
