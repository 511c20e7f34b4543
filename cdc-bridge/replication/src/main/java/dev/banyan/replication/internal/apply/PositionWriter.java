package dev.banyan.replication.internal.apply;

import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves the position row forward, in the transaction that applies.
public final class PositionWriter {

    private static final String UPDATE =
            """
            UPDATE banyan.position SET
                commit_lsn = ?::pg_lsn,
                heartbeat_clock = coalesce(?, heartbeat_clock),
                markers = CASE WHEN cardinality(?::text[]) = 0 THEN markers ELSE
                    (markers || ?::text[])[greatest(1, cardinality(markers) + cardinality(?::text[]) - 31):] END,
                transactions = transactions + ?,
                rows = rows + ?,
                written_at = clock_timestamp()
            WHERE link = ? AND commit_lsn <= ?::pg_lsn
            """;

    /// In the same statement, because each costs the commit a way to the server and back.
    private static final String MARK = " RETURNING pg_replication_origin_xact_setup(commit_lsn, ?)";

    private final Connection target;
    private final Link link;

    public PositionWriter(Connection target, Link link) {
        this.target = target;
        this.link = link;
    }

    /// Moves it to the end of the last transaction, with what that brought.
    ///
    /// @param clock of the last heartbeat, where one came
    public void write(
            Lsn end, @Nullable Instant clock, List<String> markers, long transactions, long rows)
            throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(UPDATE)) {
            bind(statement, end, clock, markers, transactions, rows);
            check(statement.executeUpdate(), end);
        }
    }

    /// The same in a session with an origin, and ties its transaction to the place in the source
    /// that it brings the target to.
    ///
    /// @param at when the last transaction was committed in the source
    void writeAndMark(
            Lsn end,
            Instant at,
            @Nullable Instant clock,
            List<String> markers,
            long transactions,
            long rows)
            throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(UPDATE + MARK)) {
            int next = bind(statement, end, clock, markers, transactions, rows);
            statement.setObject(next, at.atOffset(ZoneOffset.UTC));
            check(statement, end);
        }
    }

    private int bind(
            PreparedStatement statement,
            Lsn end,
            @Nullable Instant clock,
            List<String> markers,
            long transactions,
            long rows)
            throws SQLException {
        statement.setString(1, end.toString());
        if (clock == null) {
            statement.setNull(2, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(2, clock.atOffset(ZoneOffset.UTC));
        }
        var names = target.createArrayOf("text", markers.toArray(String[]::new));
        statement.setArray(3, names);
        statement.setArray(4, names);
        statement.setArray(5, names);
        statement.setLong(6, transactions);
        statement.setLong(7, rows);
        statement.setString(8, link.name());
        statement.setString(9, end.toString());
        return 10;
    }

    private void check(PreparedStatement statement, Lsn end) throws SQLException {
        int changed = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                changed++;
            }
        }
        check(changed, end);
    }

    private void check(int changed, Lsn end) {
        if (changed != 1) {
            throw new StreamStoppedException(
                    StopReason.HOLE,
                    "The position of '"
                            + link.name()
                            + "' is gone or beyond "
                            + end
                            + ": somebody else wrote it. A new copy is needed.");
        }
    }
}
