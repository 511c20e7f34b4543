/// A module.
@NullMarked
package dev.banyan.architecture.offenders.shortcut.stock;

import org.jspecify.annotations.NullMarked;
