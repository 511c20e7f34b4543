/// The rules, applied to the shop and to the toolkit.
@NullMarked
package dev.banyan.architecture.shop;

import org.jspecify.annotations.NullMarked;
