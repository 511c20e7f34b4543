/// Tests of this module.
@NullMarked
package dev.banyan.shop.database;

import org.jspecify.annotations.NullMarked;
