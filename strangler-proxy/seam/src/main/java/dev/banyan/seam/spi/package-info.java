/// What an application implements to fit the seam to its listeners, its errors and its builds.
@NullMarked
package dev.banyan.seam.spi;

import org.jspecify.annotations.NullMarked;
