package dev.banyan.replication;

import java.sql.Connection;
import java.sql.SQLException;

/// Asks whether rows of a side may be written past its fence.
@FunctionalInterface
public interface FenceClaim {

    /// Locks the fence row in the caller's transaction and returns if it still says that this side
    /// is closed and that the caller's attempt has claimed it; else throws.
    void check(Connection connection) throws SQLException;

    /// For databases without a fence.
    static FenceClaim unfenced() {
        return connection -> {};
    }
}
