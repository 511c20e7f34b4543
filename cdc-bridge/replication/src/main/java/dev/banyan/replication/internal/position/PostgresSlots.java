package dev.banyan.replication.internal.position;

import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Publication;
import dev.banyan.replication.SlotState;
import dev.banyan.replication.Slots;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/// The slot and the publication of a link in its source, each call on a connection of its own.
public final class PostgresSlots implements Slots {

    private static final long POLL_MILLIS = 20;

    private final Link link;

    public PostgresSlots(Link link) {
        this.link = link;
    }

    @Override
    public ExportedSnapshot create(Duration deadline) {
        try (Connection source = connect()) {
            refuseExisting(source);
            createPublication(source);
            try {
                return createSlot(deadline);
            } catch (SQLException e) {
                dropPublication(source);
                throw e;
            }
        } catch (SQLException e) {
            throw failed("create", e);
        }
    }

    private void refuseExisting(Connection source) throws SQLException {
        if (state(source).isPresent() || Publication.read(source, link).isPresent()) {
            throw new StreamStoppedException(
                    StopReason.BUSY,
                    "Slot or publication '"
                            + link.slot()
                            + "' exists already in the source. Cancel the extraction that made it"
                            + " first.");
        }
    }

    private void createPublication(Connection source) throws SQLException {
        String tables =
                link.tables().stream().map(TableName::quoted).collect(Collectors.joining(", "));
        Query.of(
                        "CREATE PUBLICATION "
                                + TableName.quoted(link.publication())
                                + " FOR TABLE "
                                + tables
                                + " WITH ("
                                + switch (link.kind()) {
                                    case TABLES ->
                                            "publish = 'insert, update, delete, truncate',"
                                                    + " publish_via_partition_root = false)";
                                    case OUTBOX ->
                                            "publish = 'insert', publish_via_partition_root = true)";
                                })
                .execute(source);
    }

    private ExportedSnapshot createSlot(Duration deadline) throws SQLException {
        Connection replication = link.source().connectForReplication("snapshot " + link.name());
        try (Statement statement = replication.createStatement()) {
            statement.setQueryTimeout(Math.toIntExact(Math.max(1, deadline.toSeconds())));
            try (ResultSet row =
                    statement.executeQuery(
                            "CREATE_REPLICATION_SLOT "
                                    + TableName.quoted(link.slot())
                                    + " LOGICAL pgoutput (SNAPSHOT 'export')")) {
                row.next();
                return new HeldSnapshot(
                        row.getString("snapshot_name"),
                        Lsn.parse(row.getString("consistent_point")),
                        replication);
            }
        } catch (SQLException e) {
            replication.close();
            throw e;
        }
    }

    @Override
    public Optional<SlotState> state() {
        try (Connection source = connect()) {
            return state(source);
        } catch (SQLException e) {
            throw failed("look at", e);
        }
    }

    /// The slot as the source says, on the caller's connection.
    public Optional<SlotState> state(Connection source) throws SQLException {
        return Query.of(
                        """
                        SELECT slot_name, plugin, database, active, confirmed_flush_lsn, restart_lsn,
                               wal_status, to_jsonb(s) ->> 'invalidation_reason' AS invalidation,
                               pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS retained,
                               safe_wal_size
                        FROM pg_replication_slots s WHERE slot_name = ?
                        """,
                        link.slot())
                .first(source, PostgresSlots::slotState);
    }

    private static SlotState slotState(ResultSet row) throws SQLException {
        long safe = row.getLong("safe_wal_size");
        boolean unlimited = row.wasNull();
        return new SlotState(
                row.getString("slot_name"),
                text(row, "plugin"),
                text(row, "database"),
                row.getBoolean("active"),
                lsn(row, "confirmed_flush_lsn"),
                lsn(row, "restart_lsn"),
                text(row, "wal_status"),
                Optional.ofNullable(row.getString("invalidation")),
                row.getLong("retained"),
                unlimited ? Optional.empty() : Optional.of(safe));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static Lsn lsn(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? Lsn.ZERO : Lsn.parse(text);
    }

    @Override
    public void advance(Lsn position) {
        try (Connection source = connect()) {
            Query.of(
                            "SELECT pg_replication_slot_advance(?, ?::pg_lsn)",
                            link.slot(),
                            position.toString())
                    .execute(source);
        } catch (SQLException e) {
            throw failed("advance", e);
        }
    }

    @Override
    public void drop(Duration deadline) {
        try (Connection source = connect()) {
            dropSlot(source, deadline);
            dropPublication(source);
        } catch (SQLException e) {
            throw failed("drop", e);
        }
    }

    private void dropSlot(Connection source, Duration deadline) throws SQLException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!tryDropSlot(source)) {
            if (System.nanoTime() > end) {
                throw new StreamStoppedException(
                        StopReason.BUSY,
                        "Slot '" + link.slot() + "' is still read after " + deadline + ".");
            }
            pause();
        }
    }

    /// A walsender whose reader died may hold the slot until its time-out; it is ended here.
    private boolean tryDropSlot(Connection source) throws SQLException {
        Query.of(
                        """
                        SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots
                        WHERE slot_name = ? AND active_pid IS NOT NULL
                        """,
                        link.slot())
                .execute(source);
        try {
            Query.of(
                            """
                            SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                            WHERE slot_name = ?
                            """,
                            link.slot())
                    .execute(source);
            return true;
        } catch (SQLException e) {
            if (isInUse(e)) {
                return false;
            }
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamStoppedException(
                    StopReason.DISCONNECTED, "Interrupted while a slot was dropped.", e);
        }
    }

    private void dropPublication(Connection source) throws SQLException {
        Query.of("DROP PUBLICATION IF EXISTS " + TableName.quoted(link.publication()))
                .execute(source);
    }

    private Connection connect() throws SQLException {
        return link.source().connect("slot " + link.name());
    }

    private static boolean isInUse(SQLException e) {
        return "55006".equals(e.getSQLState());
    }

    private StreamStoppedException failed(String verb, SQLException e) {
        return new StreamStoppedException(
                isInUse(e) ? StopReason.BUSY : StopReason.DISCONNECTED,
                "Cannot " + verb + " slot '" + link.slot() + "': " + e.getMessage(),
                e);
    }

    private record HeldSnapshot(String name, Lsn consistentPoint, Connection connection)
            implements ExportedSnapshot {
        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                // The snapshot ends with the connection, however that ends.
            }
        }
    }
}
