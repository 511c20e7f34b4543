/// Tests of the stock.
@NullMarked
package dev.banyan.shop.inventory;

import org.jspecify.annotations.NullMarked;
