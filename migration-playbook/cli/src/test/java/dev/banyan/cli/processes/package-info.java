/// Whole installations with real processes, under load, and some of them killed.
@NullMarked
package dev.banyan.cli.processes;

import org.jspecify.annotations.NullMarked;
