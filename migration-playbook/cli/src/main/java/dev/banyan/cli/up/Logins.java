package dev.banyan.cli.up;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Roles that applications connect as: they own their database and nothing else.
final class Logins {
    /// Reads what is in schema `banyan`, and says that an application lives. It may not write a
    /// fence, a position or what the ledger has decided.
    static final String LEDGER = "banyan_ledger";

    private Logins() {}

    /// Makes the role if there is none, with this password, and gives it the database.
    static void give(ManagedDatabase database, String role, String password) {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            var name = make(connection, statement, role, password, "CREATEROLE");
            own(connection, statement, name);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The role '%s' could not be made: %s".formatted(role, e.getMessage()), e);
        }
    }

    /// Lets the applications' seams take part in the ledger, which must be there.
    static void giveLedger(ManagedDatabase source, String password) {
        try (var connection = source.connect();
                var statement = connection.createStatement()) {
            var name = make(connection, statement, LEDGER, password, "");
            statement.execute("GRANT USAGE ON SCHEMA banyan TO " + name);
            statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA banyan TO " + name);
            // Also on those that 'create' makes: a seam looks up which fence its writers hold.
            statement.execute(
                    "ALTER DEFAULT PRIVILEGES IN SCHEMA banyan GRANT SELECT ON TABLES TO " + name);
            statement.execute("GRANT INSERT, UPDATE ON banyan.process TO " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The role '%s' could not be made: %s".formatted(LEDGER, e.getMessage()), e);
        }
    }

    private static String make(
            Connection connection, Statement statement, String role, String password, String more)
            throws SQLException {
        var name = statement.enquoteIdentifier(role, true);
        if (!exists(connection, role)) {
            statement.execute("CREATE ROLE %s LOGIN %s".formatted(name, more));
        }
        statement.execute("ALTER ROLE " + name + " PASSWORD " + statement.enquoteLiteral(password));
        return name;
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        try (var query = connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, role);
            return query.executeQuery().next();
        }
    }

    private static void own(Connection connection, Statement statement, String name)
            throws SQLException {
        var database = statement.enquoteIdentifier(connection.getCatalog(), true);
        statement.execute("ALTER DATABASE " + database + " OWNER TO " + name);
    }
}
