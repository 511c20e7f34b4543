/// A module.
@NullMarked
package dev.banyan.architecture.offenders.shortcut.orders;

import org.jspecify.annotations.NullMarked;
