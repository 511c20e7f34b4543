/// Tests the relay with a real database, real HTTP and a real broker.
@NullMarked
package dev.banyan.replication.relay;

import org.jspecify.annotations.NullMarked;
