/// Transactions that reach another module through the module's own classes and interfaces.
@NullMarked
package dev.banyan.architecture.offenders.transaction;

import org.jspecify.annotations.NullMarked;
