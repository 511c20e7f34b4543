/// The port for operators: health, metrics, live state and forcing a breaker.
@NullMarked
package dev.banyan.proxy.admin;

import org.jspecify.annotations.NullMarked;
