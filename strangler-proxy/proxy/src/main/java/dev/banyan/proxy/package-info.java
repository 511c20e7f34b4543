/// The strangler proxy: one address in front of two applications.
@NullMarked
package dev.banyan.proxy;

import org.jspecify.annotations.NullMarked;
