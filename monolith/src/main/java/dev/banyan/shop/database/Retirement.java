package dev.banyan.shop.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// Finds out which modules are retired. Their tables were moved to another schema or dropped, the
/// history of their migrations was not.
final class Retirement {

    private final JdbcConnectionDetails database;

    Retirement(JdbcConnectionDetails database) {
        this.database = database;
    }

    RetiredModules among(List<String> modules) {
        try (var connection =
                DriverManager.getConnection(
                        database.getJdbcUrl(), database.getUsername(), database.getPassword())) {
            var retired = new LinkedHashSet<String>();
            for (var module : modules) {
                if (tables(connection, module).equals(Set.of(Migrations.HISTORY))
                        && isMigrated(connection, module)) {
                    retired.add(module);
                }
            }
            return new RetiredModules(retired);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Cannot look at the schemas of the shop as '%s' on '%s'."
                            .formatted(database.getUsername(), database.getJdbcUrl()),
                    e);
        }
    }

    private static Set<String> tables(Connection connection, String module) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT tablename FROM pg_tables WHERE schemaname = ?")) {
            statement.setString(1, module);
            var names = new LinkedHashSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    /// A first start that was cut off before the first migration leaves the history alone too.
    private static boolean isMigrated(Connection connection, String module) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT EXISTS (SELECT FROM %s.%s WHERE success AND version IS NOT NULL)"
                                        .formatted(module, Migrations.HISTORY))) {
            return row.next() && row.getBoolean(1);
        }
    }
}
