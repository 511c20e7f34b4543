/// Walks through every interleaving of the protocol.
@NullMarked
package dev.banyan.extraction.protocol;

import org.jspecify.annotations.NullMarked;
