/// Plants differences.
@NullMarked
package dev.banyan.replication.diff;

import org.jspecify.annotations.NullMarked;
