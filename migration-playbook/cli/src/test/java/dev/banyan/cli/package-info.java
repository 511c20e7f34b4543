/// Types commands as a person would, beside real processes.
@NullMarked
package dev.banyan.cli;

import org.jspecify.annotations.NullMarked;
