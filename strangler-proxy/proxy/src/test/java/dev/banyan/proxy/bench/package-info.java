/// Measures the proxy beside others.
@NullMarked
package dev.banyan.proxy.bench;

import org.jspecify.annotations.NullMarked;
