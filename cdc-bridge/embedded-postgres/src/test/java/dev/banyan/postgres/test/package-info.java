/// A PostgreSQL for tests: embedded, in a container, or one that runs already.
@NullMarked
package dev.banyan.postgres.test;

import org.jspecify.annotations.NullMarked;
