/// What the ledger allows and refuses, and how it survives what happens to its database.
@NullMarked
package dev.banyan.ledger;

import org.jspecify.annotations.NullMarked;
