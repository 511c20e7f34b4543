/// A module that calls a class of another instead of its published interface.
@NullMarked
package dev.banyan.architecture.offenders.shortcut;

import org.jspecify.annotations.NullMarked;
