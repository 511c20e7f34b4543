/// Walks through every interleaving of the protocol.
@NullMarked
package dev.banyan.extraction.core;

import org.jspecify.annotations.NullMarked;
