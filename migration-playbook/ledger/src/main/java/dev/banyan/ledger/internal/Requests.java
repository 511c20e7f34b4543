package dev.banyan.ledger.internal;

import dev.banyan.ledger.Progress;
import dev.banyan.ledger.Request;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The rows of what was asked for.
final class Requests {

    private static final String COLUMNS =
            "id, module, verb, arguments, asked_by, asked_at, taken_by, progress, outcome";

    private Requests() {}

    /// Asking again with the same id finds the same request: the first answer may have been lost.
    static Request.Asked ask(
            Connection connection,
            UUID id,
            String module,
            String verb,
            Map<String, String> arguments,
            String by)
            throws SQLException {
        var open = open(connection, id, module);
        if (open.isPresent() && !open.get().id().equals(id)) {
            return new Request.Asked.Refused(open.get(), Sql.now(connection));
        }
        int rows =
                Sql.update(
                        connection,
                        """
                        INSERT INTO banyan.request (id, module, verb, arguments, asked_by)
                        VALUES (?, ?, ?, ?::jsonb, ?) ON CONFLICT DO NOTHING
                        """,
                        id,
                        module,
                        verb,
                        LedgerJson.writeMap(arguments),
                        by);
        var ours = find(connection, id);
        if (rows == 0 && ours.isEmpty()) {
            var other = open(connection, id, module).orElseThrow(Requests::racing);
            return new Request.Asked.Refused(other, Sql.now(connection));
        }
        return new Request.Asked.Accepted(ours.orElseThrow());
    }

    private static SQLException racing() {
        return new SQLException("Another request came and went meanwhile; ask again.");
    }

    private static Optional<Request> open(Connection connection, UUID id, String module)
            throws SQLException {
        return Optional.ofNullable(
                Sql.first(
                        connection,
                        Requests::of,
                        "SELECT %s FROM banyan.request WHERE id = ? OR module = ? AND outcome IS NULL ORDER BY id = ? DESC LIMIT 1"
                                .formatted(COLUMNS),
                        id,
                        module,
                        id));
    }

    static Optional<Request> find(Connection connection, UUID id) throws SQLException {
        return Optional.ofNullable(
                Sql.first(
                        connection,
                        Requests::of,
                        "SELECT %s FROM banyan.request WHERE id = ?".formatted(COLUMNS),
                        id));
    }

    static Optional<Request> take(Connection connection, String bridge, Duration lease)
            throws SQLException {
        return Optional.ofNullable(
                Sql.first(
                        connection,
                        Requests::of,
                        """
                        UPDATE banyan.request
                        SET taken_by = ?, leased_until = clock_timestamp() + ? * interval '1 ms'
                        WHERE id = (SELECT id FROM banyan.request
                            WHERE outcome IS NULL
                              AND (taken_by IS NULL OR taken_by = ? OR leased_until < clock_timestamp())
                            ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING %s
                        """
                                .formatted(COLUMNS),
                        bridge,
                        lease.toMillis(),
                        bridge));
    }

    static boolean renew(Connection connection, UUID id, String bridge, Duration lease)
            throws SQLException {
        return Sql.update(
                        connection,
                        """
                        UPDATE banyan.request SET leased_until = clock_timestamp() + ? * interval '1 ms'
                        WHERE id = ? AND taken_by = ? AND outcome IS NULL
                        """,
                        lease.toMillis(),
                        id,
                        bridge)
                == 1;
    }

    static boolean progress(Connection connection, UUID id, String bridge, Progress progress)
            throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE banyan.request SET progress = ?::jsonb WHERE id = ? AND taken_by = ? AND outcome IS NULL",
                        LedgerJson.write(progress),
                        id,
                        bridge)
                == 1;
    }

    static boolean end(Connection connection, UUID id, String bridge, Request.Outcome outcome)
            throws SQLException {
        int rows =
                Sql.update(
                        connection,
                        """
                        UPDATE banyan.request SET outcome = ?::jsonb, ended_at = clock_timestamp()
                        WHERE id = ? AND taken_by = ? AND outcome IS NULL
                        """,
                        LedgerJson.write(outcome),
                        id,
                        bridge);
        return rows == 1 || endedAlike(connection, id, bridge, outcome);
    }

    private static boolean endedAlike(
            Connection connection, UUID id, String bridge, Request.Outcome outcome)
            throws SQLException {
        return find(connection, id)
                .filter(request -> Objects.equals(request.takenBy(), bridge))
                .filter(request -> outcome.equals(request.outcome()))
                .isPresent();
    }

    private static Request of(ResultSet row) throws SQLException {
        var progress = row.getString(8);
        var outcome = row.getString(9);
        return new Request(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                LedgerJson.readMap(row.getString(4)),
                row.getString(5),
                Sql.instant(row, 6),
                row.getString(7),
                progress == null ? null : LedgerJson.read(progress, Progress.class),
                outcome == null ? null : LedgerJson.read(outcome, Request.Outcome.class));
    }
}
