/// The module that calls it.
@NullMarked
package dev.banyan.seam.app.orders;

import org.jspecify.annotations.NullMarked;
