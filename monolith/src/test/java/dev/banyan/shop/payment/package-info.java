/// Tests of this module.
@NullMarked
package dev.banyan.shop.payment;

import org.jspecify.annotations.NullMarked;
