/// Tests of the parts that need no database.
@NullMarked
package dev.banyan.outbox.internal;

import org.jspecify.annotations.NullMarked;
