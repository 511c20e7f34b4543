/// Plans modules that cannot be moved.
@NullMarked
package dev.banyan.replication.plan;

import org.jspecify.annotations.NullMarked;
