/// A module that reaches into the internals of a library.
@NullMarked
package dev.banyan.architecture.offenders.intrusion;

import org.jspecify.annotations.NullMarked;
