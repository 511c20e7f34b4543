/// Reliable events of a Spring Modulith application: outbox, ordered delivery, inbox and
/// idempotency keys.
@NullMarked
package dev.banyan.outbox;

import org.jspecify.annotations.NullMarked;
