/// Compares the schemas of both sides.
@NullMarked
package dev.banyan.replication.drift;

import org.jspecify.annotations.NullMarked;
