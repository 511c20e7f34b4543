/// What decides which side answers a request, against requests of every kind.
@NullMarked
package dev.banyan.routing;

import org.jspecify.annotations.NullMarked;
