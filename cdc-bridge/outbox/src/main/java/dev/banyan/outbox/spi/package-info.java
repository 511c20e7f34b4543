/// What an application implements to fit reliable events to its transactions and its tracing.
@NullMarked
package dev.banyan.outbox.spi;

import org.jspecify.annotations.NullMarked;
