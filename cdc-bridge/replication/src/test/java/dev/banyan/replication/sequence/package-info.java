/// Moves sequences.
@NullMarked
package dev.banyan.replication.sequence;

import org.jspecify.annotations.NullMarked;
