package dev.banyan.outbox.spi;

import java.util.function.Supplier;

/// Runs work in a transaction of a module: a new one, READ COMMITTED, which commits when the work
/// returns and rolls back when it throws.
///
/// An application that has a database role for each module sets it here (`SET LOCAL ROLE`). The
/// default opens a plain transaction.
public interface ModuleTransactions {

    /// Runs the work and returns what it returned, after the commit.
    <T> T inTransaction(String module, Supplier<T> work);
}
