package dev.banyan.ledger.contract;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerException;
import dev.banyan.routing.Side;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The records in the ledger's database, a table of their own that is made when it is not there.
/// Each call takes a connection of its own, so it is safe for many threads.
public final class ContractRecords {

    private static final long LOCK = 0x62616E79616E0002L;
    private static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS banyan.contract (
                module text NOT NULL,
                side text NOT NULL CHECK (side IN ('control', 'candidate')),
                build text NOT NULL,
                pact text NOT NULL,
                pact_hash text NOT NULL,
                kept boolean NOT NULL,
                interactions integer NOT NULL,
                problems text[] NOT NULL,
                took_millis bigint NOT NULL,
                verified_at timestamptz NOT NULL,
                PRIMARY KEY (module, side, build, pact, pact_hash)
            )
            """;
    private static final String WRITE =
            """
            INSERT INTO banyan.contract (module, side, build, pact, pact_hash, kept, interactions,
                                         problems, took_millis, verified_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (module, side, build, pact, pact_hash) DO UPDATE SET
                kept = excluded.kept, interactions = excluded.interactions,
                problems = excluded.problems, took_millis = excluded.took_millis,
                verified_at = excluded.verified_at
            """;
    private static final String READ =
            """
            SELECT side, build, pact, pact_hash, kept, interactions, problems, took_millis, verified_at
            FROM banyan.contract WHERE module = ? ORDER BY verified_at DESC, side, pact LIMIT 1000
            """;

    private static final String BEGIN = "SELECT pg_try_advisory_lock(hashtextextended(?, ?))";

    private final LedgerConnections connections;

    public ContractRecords(LedgerConnections connections) {
        this.connections = connections;
    }

    /// Writes records; one of the same build and pact takes the place of the older.
    ///
    /// @throws LedgerException if the database cannot be asked
    public void save(String module, List<ContractRecord> records) {
        try (var connection = connections.open()) {
            connection.setAutoCommit(false);
            install(connection);
            for (var record : records) {
                write(connection, module, record);
            }
            connection.commit();
        } catch (SQLException e) {
            throw failed("written", module, e);
        }
    }

    /// The newest thousand records of a module, newest first.
    ///
    /// @throws LedgerException if the database cannot be asked
    public List<ContractRecord> of(String module) {
        try (var connection = connections.open()) {
            connection.setAutoCommit(false);
            install(connection);
            connection.commit();
            return read(connection, module);
        } catch (SQLException e) {
            throw failed("read", module, e);
        }
    }

    /// Keeps every other verification of a module out, wherever somebody asked for it.
    ///
    /// @return what lets others in when it is closed, or nothing while another one is at work
    /// @throws LedgerException if the database cannot be asked
    public Optional<Turn> turn(String module) {
        try {
            var connection = connections.open();
            boolean mine = false;
            try {
                mine = isMine(connection, module);
            } finally {
                if (!mine) {
                    connection.close();
                }
            }
            return mine ? Optional.of(() -> end(connection, module)) : Optional.empty();
        } catch (SQLException e) {
            throw failed("read", module, e);
        }
    }

    /// One verification's time.
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /// The lock is the session's: it goes with whoever holds it.
    private static boolean isMine(Connection connection, String module) throws SQLException {
        try (var statement = connection.prepareStatement(BEGIN)) {
            statement.setString(1, module);
            statement.setLong(2, LOCK);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void end(Connection connection, String module) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("let go", module, e);
        }
    }

    private static void install(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var found =
                    statement.executeQuery("SELECT to_regclass('banyan.contract') IS NOT NULL")) {
                found.next();
                if (found.getBoolean(1)) {
                    return;
                }
            }
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("CREATE SCHEMA IF NOT EXISTS banyan");
            statement.execute("REVOKE ALL ON SCHEMA banyan FROM PUBLIC");
            statement.execute(TABLE);
        }
    }

    private static void write(Connection connection, String module, ContractRecord record)
            throws SQLException {
        try (var statement = connection.prepareStatement(WRITE)) {
            statement.setString(1, module);
            statement.setString(2, record.side().label());
            statement.setString(3, record.build());
            statement.setString(4, record.pact());
            statement.setString(5, record.pactHash());
            statement.setBoolean(6, record.kept());
            statement.setInt(7, record.interactions());
            statement.setArray(8, connection.createArrayOf("text", record.problems().toArray()));
            statement.setLong(9, record.tookMillis());
            statement.setTimestamp(10, Timestamp.from(record.verifiedAt()));
            statement.executeUpdate();
        }
    }

    private static List<ContractRecord> read(Connection connection, String module)
            throws SQLException {
        try (var statement = connection.prepareStatement(READ)) {
            statement.setString(1, module);
            try (var rows = statement.executeQuery()) {
                var records = new ArrayList<ContractRecord>();
                while (rows.next()) {
                    records.add(record(rows));
                }
                return records;
            }
        }
    }

    private static ContractRecord record(ResultSet row) throws SQLException {
        return new ContractRecord(
                Side.valueOf(row.getString("side").toUpperCase(Locale.ROOT)),
                row.getString("build"),
                row.getString("pact"),
                row.getString("pact_hash"),
                row.getBoolean("kept"),
                row.getInt("interactions"),
                List.of((String[]) row.getArray("problems").getArray()),
                row.getLong("took_millis"),
                row.getTimestamp("verified_at").toInstant());
    }

    private static LedgerException failed(String what, String module, SQLException e) {
        return new LedgerException(
                "The records of the contracts of '%s' cannot be %s: %s"
                        .formatted(module, what, e.getMessage()),
                e);
    }
}
