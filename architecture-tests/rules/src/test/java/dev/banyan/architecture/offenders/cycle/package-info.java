/// Two modules that need each other.
@NullMarked
package dev.banyan.architecture.offenders.cycle;

import org.jspecify.annotations.NullMarked;
