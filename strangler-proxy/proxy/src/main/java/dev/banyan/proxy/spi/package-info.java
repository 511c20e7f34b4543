/// What the data path asks of its surroundings: settings, routes, upstreams, policies, observers.
@NullMarked
package dev.banyan.proxy.spi;

import org.jspecify.annotations.NullMarked;
