/// Tests of taking orders.
@NullMarked
package dev.banyan.shop.ordering;

import org.jspecify.annotations.NullMarked;
