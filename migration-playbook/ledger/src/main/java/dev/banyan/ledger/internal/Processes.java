package dev.banyan.ledger.internal;

import dev.banyan.ledger.Applied;
import dev.banyan.ledger.Heartbeat;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.ProcessState;
import dev.banyan.routing.Side;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows that change all the time and are no part of the version.
final class Processes {

    private Processes() {}

    static boolean beat(Connection connection, Heartbeat heartbeat) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO banyan.process (id, kind, address, builds, acknowledged)
                VALUES (?, ?, ?, ?::jsonb, ?)
                ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, address = excluded.address,
                    builds = excluded.builds, acknowledged = excluded.acknowledged,
                    beat_at = clock_timestamp()
                """,
                heartbeat.process(),
                heartbeat.kind().name(),
                heartbeat.address(),
                LedgerJson.writeMap(heartbeat.builds()),
                heartbeat.acknowledged());
        return true;
    }

    static List<ProcessState> all(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                Processes::of,
                """
                SELECT id, kind, address, builds, acknowledged, registered_at,
                       (extract(epoch FROM clock_timestamp() - beat_at) * 1000)::bigint
                FROM banyan.process ORDER BY id
                """);
    }

    private static ProcessState of(ResultSet row) throws SQLException {
        return new ProcessState(
                row.getString(1),
                ProcessState.Kind.valueOf(row.getString(2)),
                row.getString(3),
                LedgerJson.readMap(row.getString(4)),
                row.getLong(5),
                Sql.instant(row, 6),
                Duration.ofMillis(row.getLong(7)));
    }

    static boolean forget(Connection connection, String process) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        DELETE FROM banyan.process
                        WHERE id = ? AND beat_at < clock_timestamp() - ? * interval '1 ms'
                        """,
                        process,
                        ProcessState.GONE.toMillis())
                == 1;
    }

    static boolean applied(Connection connection, String module, Side side, Instant clock)
            throws SQLException {
        int rows =
                Sql.update(
                        connection,
                        """
                        INSERT INTO banyan.applied AS a (module, side, clock) VALUES (?, ?, ?)
                        ON CONFLICT (module, side) DO UPDATE SET clock = excluded.clock
                        WHERE a.clock < excluded.clock
                        """,
                        module,
                        side.name(),
                        clock);
        if (rows == 1) {
            Sql.notify(
                    connection,
                    Ledger.APPLIED_CHANNEL,
                    "%s %s %s".formatted(module, side.name(), clock));
        }
        return rows == 1;
    }

    static Map<Applied.Direction, Instant> applied(Connection connection) throws SQLException {
        var clocks = new HashMap<Applied.Direction, Instant>();
        Sql.list(
                connection,
                row -> {
                    var side = Side.valueOf(row.getString(2));
                    var direction = new Applied.Direction(row.getString(1), side);
                    clocks.put(direction, Sql.instant(row, 3));
                    return direction;
                },
                "SELECT module, side, clock FROM banyan.applied");
        return Map.copyOf(clocks);
    }
}
