/// Tries to write past the fence.
@NullMarked
package dev.banyan.replication.fence;

import org.jspecify.annotations.NullMarked;
