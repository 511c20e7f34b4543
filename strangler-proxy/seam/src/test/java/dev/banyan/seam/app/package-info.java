/// A small application with a module that moves and one that calls it.
@NullMarked
package dev.banyan.seam.app;

import org.jspecify.annotations.NullMarked;
