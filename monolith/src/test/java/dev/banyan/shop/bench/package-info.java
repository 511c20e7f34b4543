/// Measures the shop as a process.
@NullMarked
package dev.banyan.shop.bench;

import org.jspecify.annotations.NullMarked;
