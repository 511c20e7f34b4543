/// Decides which HTTP messages are unambiguous, and rewrites their heads for the other side.
@NullMarked
package dev.banyan.proxy.http;

import org.jspecify.annotations.NullMarked;
