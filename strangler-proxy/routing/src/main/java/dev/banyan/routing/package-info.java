/// Decides for a request which side of an extraction answers it.
@NullMarked
package dev.banyan.routing;

import org.jspecify.annotations.NullMarked;
