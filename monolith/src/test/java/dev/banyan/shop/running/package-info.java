/// Runs the shop for tests, inside of them or as a process of its own.
@NullMarked
package dev.banyan.shop.running;

import org.jspecify.annotations.NullMarked;
