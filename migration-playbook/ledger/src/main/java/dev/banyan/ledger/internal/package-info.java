/// Keeps the ledger in PostgreSQL and the last known state on disk.
@NullMarked
package dev.banyan.ledger.internal;

import org.jspecify.annotations.NullMarked;
