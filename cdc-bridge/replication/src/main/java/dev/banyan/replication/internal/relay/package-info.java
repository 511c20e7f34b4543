/// Reads outboxes into delivery tables, and delivers from there.
@NullMarked
package dev.banyan.replication.internal.relay;

import org.jspecify.annotations.NullMarked;
