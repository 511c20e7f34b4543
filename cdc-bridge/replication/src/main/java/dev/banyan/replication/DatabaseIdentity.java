package dev.banyan.replication;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;

/// What tells a database from every other, whatever its address is.
///
/// @param systemIdentifier of the server, given when it was initialised
public record DatabaseIdentity(String systemIdentifier, String database) {

    public static DatabaseIdentity read(Connection connection) throws SQLException {
        return Query.of(
                        """
                        SELECT system_identifier::text, current_database()
                        FROM pg_control_system()
                        """)
                .one(connection, row -> new DatabaseIdentity(row.getString(1), row.getString(2)));
    }

    @Override
    public String toString() {
        return database + " on server " + systemIdentifier;
    }
}
