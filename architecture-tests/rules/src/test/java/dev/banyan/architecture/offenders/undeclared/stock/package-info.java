/// A module.
@NullMarked
package dev.banyan.architecture.offenders.undeclared.stock;

import org.jspecify.annotations.NullMarked;
