/// Events that leave with the change that caused them, and are handled once.
@NullMarked
package dev.banyan.outbox;

import org.jspecify.annotations.NullMarked;
