/// What the shop expects of inventory, and what inventory expects of the shop.
@NullMarked
package dev.banyan.shop.contracts;

import org.jspecify.annotations.NullMarked;
