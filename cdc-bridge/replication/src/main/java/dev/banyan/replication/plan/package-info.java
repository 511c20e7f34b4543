/// Finds out before anything is touched whether a module can be moved.
@NullMarked
package dev.banyan.replication.plan;

import org.jspecify.annotations.NullMarked;
