/// Shows how the other modules learn of a product.
@NullMarked
package dev.banyan.shop.catalog;

import org.jspecify.annotations.NullMarked;
