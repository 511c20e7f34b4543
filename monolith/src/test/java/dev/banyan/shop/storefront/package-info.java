/// Shows how pages are composed, and what of them may fail.
@NullMarked
package dev.banyan.shop.storefront;

import org.jspecify.annotations.NullMarked;
