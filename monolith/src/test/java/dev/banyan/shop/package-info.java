/// The shop as a whole: its modules, and what survives a crash.
@NullMarked
package dev.banyan.shop;

import org.jspecify.annotations.NullMarked;
