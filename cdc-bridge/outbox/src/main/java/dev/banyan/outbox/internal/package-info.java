/// How reliable events work; nothing here is for use from outside.
@NullMarked
package dev.banyan.outbox.internal;

import org.jspecify.annotations.NullMarked;
