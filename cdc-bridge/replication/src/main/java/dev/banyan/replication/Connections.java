package dev.banyan.replication;

import java.sql.Connection;
import java.sql.SQLException;

/// Where connections to one database come from.
@FunctionalInterface
public interface Connections {

    /// An open connection, which belongs to the caller from now on.
    ///
    /// @param purpose what the database shows the session as
    Connection connect(String purpose) throws SQLException;
}
