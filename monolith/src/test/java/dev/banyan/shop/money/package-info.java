/// Tests of this module.
@NullMarked
package dev.banyan.shop.money;

import org.jspecify.annotations.NullMarked;
