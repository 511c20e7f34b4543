/// Compares all rows of both sides at one position, and repairs what differs.
@NullMarked
package dev.banyan.replication.diff;

import org.jspecify.annotations.NullMarked;
