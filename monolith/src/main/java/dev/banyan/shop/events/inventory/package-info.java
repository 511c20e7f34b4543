/// What the module inventory publishes.
@NullMarked
package dev.banyan.shop.events.inventory;

import org.jspecify.annotations.NullMarked;
