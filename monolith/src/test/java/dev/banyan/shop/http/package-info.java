/// Shows what every request goes through.
@NullMarked
package dev.banyan.shop.http;

import org.jspecify.annotations.NullMarked;
