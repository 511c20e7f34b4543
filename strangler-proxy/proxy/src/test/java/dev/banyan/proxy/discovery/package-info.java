/// Shows that a list of instances outlives its source.
@NullMarked
package dev.banyan.proxy.discovery;

import org.jspecify.annotations.NullMarked;
