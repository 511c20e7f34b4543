/// Reads what the catalogue of a database says about a set of tables.
@NullMarked
package dev.banyan.replication.schema;

import org.jspecify.annotations.NullMarked;
