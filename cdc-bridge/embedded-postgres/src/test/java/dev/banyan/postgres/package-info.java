/// Tests of the embedded PostgreSQL.
@NullMarked
package dev.banyan.postgres;

import org.jspecify.annotations.NullMarked;
