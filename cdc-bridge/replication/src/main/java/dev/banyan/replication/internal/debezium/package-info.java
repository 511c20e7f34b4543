/// Reads changes through Debezium Embedded, without ever giving it an offset to start from.
@NullMarked
package dev.banyan.replication.internal.debezium;

import org.jspecify.annotations.NullMarked;
