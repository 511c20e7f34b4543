package dev.banyan.ledger.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/// Makes the ledger's tables, one transaction under an advisory lock.
final class LedgerSchema {

    static final int VERSION = 2;

    private static final long LOCK = 0x62616E79616E0001L;

    private LedgerSchema() {}

    /// Whoever only uses a ledger needs no right to make one.
    static void install(Connection connection) throws SQLException {
        if (installed(connection) == VERSION) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("CREATE SCHEMA IF NOT EXISTS banyan");
            statement.execute("REVOKE ALL ON SCHEMA banyan FROM PUBLIC");
            int found = installed(connection);
            if (found > VERSION) {
                throw new SQLException(
                        "The ledger's tables have version %d, this program knows %d; use a newer one."
                                .formatted(found, VERSION));
            }
            for (int version = found + 1; version <= VERSION; version++) {
                statement.execute(script(version));
            }
        }
    }

    private static int installed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("SELECT to_regclass('banyan.ledger') IS NULL")) {
                rows.next();
                if (rows.getBoolean(1)) {
                    return 0;
                }
            }
            try (var rows = statement.executeQuery("SELECT schema_version FROM banyan.ledger")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static String script(int version) {
        var name = "ledger-%d.sql".formatted(version);
        try (var stream = LedgerSchema.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "The script '%s' is not in the jar.".formatted(name));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
