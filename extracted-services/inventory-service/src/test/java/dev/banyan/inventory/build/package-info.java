/// Which build is tested.
@NullMarked
package dev.banyan.inventory.build;

import org.jspecify.annotations.NullMarked;
