/// Contracts against those who keep them, and those who do not.
@NullMarked
package dev.banyan.contracts;

import org.jspecify.annotations.NullMarked;
