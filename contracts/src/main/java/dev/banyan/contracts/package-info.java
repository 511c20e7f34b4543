/// Contracts between a module and those who use it: read, verified against whoever answers, and
/// what came out of it.
@NullMarked
package dev.banyan.contracts;

import org.jspecify.annotations.NullMarked;
