/// Shows when a request is sent to an upstream, to which instance, and when not.
@NullMarked
package dev.banyan.proxy.upstream;

import org.jspecify.annotations.NullMarked;
