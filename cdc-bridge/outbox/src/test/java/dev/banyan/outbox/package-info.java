/// Tests of reliable events, from publication to a handler on a real database.
@NullMarked
package dev.banyan.outbox;

import org.jspecify.annotations.NullMarked;
