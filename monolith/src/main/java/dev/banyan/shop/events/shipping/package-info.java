/// What the module shipping publishes.
@NullMarked
package dev.banyan.shop.events.shipping;

import org.jspecify.annotations.NullMarked;
