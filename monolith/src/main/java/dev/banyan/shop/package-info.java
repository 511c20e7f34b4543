/// The shop: an application of bounded contexts in one jar.
@NullMarked
package dev.banyan.shop;

import org.jspecify.annotations.NullMarked;
