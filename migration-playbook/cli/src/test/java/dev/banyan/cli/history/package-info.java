/// Judges what clients saw.
@NullMarked
package dev.banyan.cli.history;

import org.jspecify.annotations.NullMarked;
