/// The shop, as the rest of an extraction meets it.
@NullMarked
package dev.banyan.shop.extraction;

import org.jspecify.annotations.NullMarked;
