/// Contracts that are kept, red and missing.
@NullMarked
package dev.banyan.ledger.contract;

import org.jspecify.annotations.NullMarked;
