/// Counts and logs what the event loops do.
@NullMarked
package dev.banyan.proxy.observe;

import org.jspecify.annotations.NullMarked;
