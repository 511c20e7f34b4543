/// Shows that newcomers can rely on what they read.
@NullMarked
package dev.banyan.shop.startpage;

import org.jspecify.annotations.NullMarked;
