/// The one truth about all extractions, and their journal.
@NullMarked
package dev.banyan.ledger;

import org.jspecify.annotations.NullMarked;
