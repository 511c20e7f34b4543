/// Unpacks, creates, runs and stops a PostgreSQL; nothing here is meant for users.
@NullMarked
package dev.banyan.postgres.internal;

import org.jspecify.annotations.NullMarked;
