/// Reads PostgreSQL's own logical replication protocol.
@NullMarked
package dev.banyan.replication.internal.pgoutput;

import org.jspecify.annotations.NullMarked;
