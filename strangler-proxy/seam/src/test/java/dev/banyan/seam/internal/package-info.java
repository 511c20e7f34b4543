/// What only the inside of the seam shows.
@NullMarked
package dev.banyan.seam.internal;

import org.jspecify.annotations.NullMarked;
