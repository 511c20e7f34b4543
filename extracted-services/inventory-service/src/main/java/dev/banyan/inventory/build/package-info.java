/// Tells which build of the service runs.
@NullMarked
package dev.banyan.inventory.build;

import org.jspecify.annotations.NullMarked;
