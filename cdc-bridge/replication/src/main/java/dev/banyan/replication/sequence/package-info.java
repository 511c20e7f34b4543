/// Carries the numbers that sequences and identity columns give from one side to the other.
@NullMarked
package dev.banyan.replication.sequence;

import org.jspecify.annotations.NullMarked;
