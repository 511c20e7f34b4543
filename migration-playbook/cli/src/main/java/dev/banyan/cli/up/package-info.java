/// Starts, watches and stops the whole picture as processes of its own.
@NullMarked
package dev.banyan.cli.up;

import org.jspecify.annotations.NullMarked;
