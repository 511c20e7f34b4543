/// A module.
@NullMarked
package dev.banyan.architecture.offenders.blocks.orders;

import org.jspecify.annotations.NullMarked;
