/// Faults of a network, for tests.
@NullMarked
package dev.banyan.ledger.test;

import org.jspecify.annotations.NullMarked;
