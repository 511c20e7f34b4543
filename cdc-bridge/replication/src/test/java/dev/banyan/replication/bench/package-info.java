/// Measures the copy and the streams beside PostgreSQL's own logical replication, in one run.
@NullMarked
package dev.banyan.replication.bench;

import org.jspecify.annotations.NullMarked;
