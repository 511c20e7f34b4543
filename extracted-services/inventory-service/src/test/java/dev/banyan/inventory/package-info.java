/// Runs the service on a real database.
@NullMarked
package dev.banyan.inventory;

import org.jspecify.annotations.NullMarked;
