/// Lets the callers of a module keep its interface, whichever side of an extraction answers.
@NullMarked
package dev.banyan.seam;

import org.jspecify.annotations.NullMarked;
