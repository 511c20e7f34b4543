/// What the module reviews publishes.
@NullMarked
package dev.banyan.shop.events.reviews;

import org.jspecify.annotations.NullMarked;
