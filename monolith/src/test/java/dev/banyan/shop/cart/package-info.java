/// Shows how a cart becomes an order.
@NullMarked
package dev.banyan.shop.cart;

import org.jspecify.annotations.NullMarked;
