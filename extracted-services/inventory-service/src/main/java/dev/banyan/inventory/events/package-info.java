/// The events that inventory publishes, and those that it hears from others, as their contracts
/// have them.
@NullMarked
package dev.banyan.inventory.events;

import org.jspecify.annotations.NullMarked;
