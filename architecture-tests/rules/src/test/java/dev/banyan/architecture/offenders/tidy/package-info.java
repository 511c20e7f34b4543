/// An application that keeps every rule.
@NullMarked
package dev.banyan.architecture.offenders.tidy;

import org.jspecify.annotations.NullMarked;
