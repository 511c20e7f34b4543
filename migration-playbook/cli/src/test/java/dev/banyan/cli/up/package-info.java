/// Starts real processes and looks at what becomes of them.
@NullMarked
package dev.banyan.cli.up;

import org.jspecify.annotations.NullMarked;
