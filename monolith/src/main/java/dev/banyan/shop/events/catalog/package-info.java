/// What the module catalog publishes.
@NullMarked
package dev.banyan.shop.events.catalog;

import org.jspecify.annotations.NullMarked;
