/// Moves tables between two databases through requests in the ledger.
@NullMarked
package dev.banyan.bridge;

import org.jspecify.annotations.NullMarked;
