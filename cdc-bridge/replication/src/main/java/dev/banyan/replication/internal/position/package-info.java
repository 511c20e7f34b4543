/// Keeps slot, publication and position together.
@NullMarked
package dev.banyan.replication.internal.position;

import org.jspecify.annotations.NullMarked;
