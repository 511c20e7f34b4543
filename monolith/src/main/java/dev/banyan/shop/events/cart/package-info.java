/// What the module cart publishes.
@NullMarked
package dev.banyan.shop.events.cart;

import org.jspecify.annotations.NullMarked;
