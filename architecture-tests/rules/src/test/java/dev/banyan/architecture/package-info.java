/// Sees each rule red on an application that breaks it, and green on one that does not.
@NullMarked
package dev.banyan.architecture;

import org.jspecify.annotations.NullMarked;
