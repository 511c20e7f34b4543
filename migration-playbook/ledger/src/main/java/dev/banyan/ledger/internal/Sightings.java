package dev.banyan.ledger.internal;

import dev.banyan.ledger.ModulePicture;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What proxies have seen of reads, and how bridges saw the modules.
final class Sightings {

    private Sightings() {}

    static boolean write(Connection connection, String process, List<ReadCounts> counts)
            throws SQLException {
        for (var count : counts) {
            Sql.update(
                    connection,
                    """
                    INSERT INTO banyan.reads (process, module, side, counts)
                    SELECT id, ?, ?, ?::jsonb FROM banyan.process WHERE id = ?
                    ON CONFLICT (process, module, side) DO UPDATE SET counts = excluded.counts
                    """,
                    count.module(),
                    count.side().name(),
                    LedgerJson.write(count),
                    process);
        }
        return true;
    }

    static Map<String, List<ReadCounts>> all(Connection connection) throws SQLException {
        var found = new HashMap<String, List<ReadCounts>>();
        Sql.list(
                connection,
                row ->
                        found.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                                .add(LedgerJson.read(row.getString(2), ReadCounts.class)),
                """
                SELECT r.process, r.counts FROM banyan.reads r JOIN banyan.process p ON p.id = r.process
                WHERE p.beat_at > clock_timestamp() - ? * interval '1 ms'
                """,
                ProcessState.GONE.toMillis());
        return found;
    }

    static boolean write(Connection connection, String module, ModulePicture picture)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO banyan.picture (module, body) VALUES (?, ?::jsonb)
                ON CONFLICT (module) DO UPDATE SET body = excluded.body
                """,
                module,
                LedgerJson.write(picture));
        return true;
    }

    static Optional<ModulePicture> picture(Connection connection, String module)
            throws SQLException {
        return Optional.ofNullable(
                Sql.first(
                        connection,
                        row -> LedgerJson.read(row.getString(1), ModulePicture.class),
                        "SELECT body FROM banyan.picture WHERE module = ?",
                        module));
    }
}
