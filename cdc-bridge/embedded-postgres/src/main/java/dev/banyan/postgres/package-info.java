/// A real PostgreSQL for applications that configure no database.
@NullMarked
package dev.banyan.postgres;

import org.jspecify.annotations.NullMarked;
