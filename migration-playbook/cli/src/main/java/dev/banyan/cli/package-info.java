/// The command line.
@NullMarked
package dev.banyan.cli;

import org.jspecify.annotations.NullMarked;
