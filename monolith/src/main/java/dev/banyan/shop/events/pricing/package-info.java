/// What the module pricing publishes.
@NullMarked
package dev.banyan.shop.events.pricing;

import org.jspecify.annotations.NullMarked;
