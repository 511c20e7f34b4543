/// Reads catalogues.
@NullMarked
package dev.banyan.replication.schema;

import org.jspecify.annotations.NullMarked;
