/// Takes orders, and counts what the stock tells of them.
@NullMarked
package dev.banyan.bridge.shop.ordering;

import org.jspecify.annotations.NullMarked;
