/// The module that moves.
@NullMarked
package dev.banyan.seam.app.stock;

import org.jspecify.annotations.NullMarked;
