/// Decides which side answers a request.
@NullMarked
package dev.banyan.routing;

import org.jspecify.annotations.NullMarked;
