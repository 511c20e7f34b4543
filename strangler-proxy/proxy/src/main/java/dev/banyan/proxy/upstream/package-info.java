/// The applications behind the proxy: which instance a request goes to, and when it does not go.
@NullMarked
package dev.banyan.proxy.upstream;

import org.jspecify.annotations.NullMarked;
