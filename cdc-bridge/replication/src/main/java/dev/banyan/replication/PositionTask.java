package dev.banyan.replication;

import java.sql.Connection;
import java.sql.SQLException;

/// Work that is done on the target while it stands exactly at a position.
///
/// @param <T> what comes of it
@FunctionalInterface
public interface PositionTask<T> {

    /// Runs on the applier's own session: past fence and triggers, with the stream's origin. What
    /// it writes is committed when it returns, and rolled back when it throws. The stream waits.
    T run(Connection target, Lsn position) throws SQLException;
}
