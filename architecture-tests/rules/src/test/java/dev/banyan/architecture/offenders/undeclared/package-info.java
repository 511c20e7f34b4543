/// A module that uses another without having declared it.
@NullMarked
package dev.banyan.architecture.offenders.undeclared;

import org.jspecify.annotations.NullMarked;
