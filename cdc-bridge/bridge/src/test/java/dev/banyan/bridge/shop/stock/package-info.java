/// Reserves what was ordered. Moves.
@NullMarked
package dev.banyan.bridge.shop.stock;

import org.jspecify.annotations.NullMarked;
