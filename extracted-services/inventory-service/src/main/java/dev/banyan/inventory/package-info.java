/// The stock of the shop as a service of its own: what is there, and what is put aside for orders.
@NullMarked
package dev.banyan.inventory;

import org.jspecify.annotations.NullMarked;
