/// What a verification needs to know of the side that is verified.
@NullMarked
package dev.banyan.contracts.spi;

import org.jspecify.annotations.NullMarked;
