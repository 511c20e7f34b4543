/// Brings the ledger's state to the data path, and says back what is in effect.
@NullMarked
package dev.banyan.proxy.control;

import org.jspecify.annotations.NullMarked;
