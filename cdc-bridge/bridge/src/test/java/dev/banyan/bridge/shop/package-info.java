/// An application of two modules that tell each other events, one of which moves.
@NullMarked
package dev.banyan.bridge.shop;

import org.jspecify.annotations.NullMarked;
