/// Writes source transactions to the target, exactly once.
@NullMarked
package dev.banyan.replication.internal.apply;

import org.jspecify.annotations.NullMarked;
