/// How the shop is watched, and how it behaves when it has too much to do or has to stop.
@NullMarked
package dev.banyan.shop.operations;

import org.jspecify.annotations.NullMarked;
