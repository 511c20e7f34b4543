/// What the module payment publishes.
@NullMarked
package dev.banyan.shop.events.payment;

import org.jspecify.annotations.NullMarked;
