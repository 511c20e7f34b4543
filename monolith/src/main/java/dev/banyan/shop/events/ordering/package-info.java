/// What the module ordering publishes.
@NullMarked
package dev.banyan.shop.events.ordering;

import org.jspecify.annotations.NullMarked;
