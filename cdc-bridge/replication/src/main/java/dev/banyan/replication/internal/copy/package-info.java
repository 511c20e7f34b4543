/// Copies tables at one snapshot, in parallel and in chunks.
@NullMarked
package dev.banyan.replication.internal.copy;

import org.jspecify.annotations.NullMarked;
