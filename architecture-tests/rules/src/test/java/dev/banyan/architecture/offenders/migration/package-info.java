/// Migrations that tie two modules together in the database.
@NullMarked
package dev.banyan.architecture.offenders.migration;

import org.jspecify.annotations.NullMarked;
