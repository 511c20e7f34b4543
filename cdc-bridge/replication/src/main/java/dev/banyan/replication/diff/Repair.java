package dev.banyan.replication.diff;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.Catalogue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/// Gives the other side the owner's rows where a diff found others.
///
/// Runs on the applier's session, in its transaction, while it stands at the place of the owner's
/// snapshot; so nothing that the log still brings is written twice.
public final class Repair {

    private Repair() {}

    /// Makes the table that says what was repaired.
    public static void prepare(Connection other) throws SQLException {
        Query.of("create schema if not exists banyan").execute(other);
        Query.of(
                        """
                        create table if not exists banyan.repair_audit (
                          id bigint generated always as identity primary key,
                          at timestamptz not null default clock_timestamp(),
                          module text not null,
                          attempt text not null,
                          position pg_lsn not null,
                          table_schema text not null,
                          table_name text not null,
                          key text not null,
                          rows_before bigint not null,
                          rows_after bigint not null
                        )
                        """)
                .execute(other);
        Query.of("revoke all on banyan.repair_audit from public").execute(other);
    }

    /// Why, and by whom.
    public record Reason(String module, String attempt) {}

    /// Deletes the other side's rows with each key and copies the owner's in their place.
    ///
    /// @param owner a transaction with the owner's snapshot of the position
    /// @param other the applier's session, in the transaction that commits the audit too
    /// @return rows deleted and copied
    public static long run(
            Connection owner,
            Connection other,
            Lsn position,
            RepairPlan plan,
            Catalogue catalogue,
            Reason reason)
            throws SQLException {
        if (!plan.complete()) {
            throw new IllegalArgumentException(
                    "Module '"
                            + reason.module()
                            + "' has more differences than a repair may write."
                            + " Copy it anew: banyan recopy "
                            + reason.module());
        }

        Differ.prepare(owner);
        Differ.prepare(other);
        long rows = 0;
        for (Map.Entry<TableName, List<String>> entry : plan.keys().entrySet()) {
            TableShape shape = TableShape.of(catalogue.table(entry.getKey()).orElseThrow());
            rows += repair(owner, other, position, shape, entry.getValue(), reason);
        }
        return rows;
    }

    private static long repair(
            Connection owner,
            Connection other,
            Lsn position,
            TableShape shape,
            List<String> keys,
            Reason reason)
            throws SQLException {
        if (keys.isEmpty()) {
            return 0;
        }
        audit(owner, other, position, shape, keys, reason);
        long deleted = Query.of(shape.delete(keys)).update(other);
        return deleted + copy(owner, other, shape, keys);
    }

    private static void audit(
            Connection owner,
            Connection other,
            Lsn position,
            TableShape shape,
            List<String> keys,
            Reason reason)
            throws SQLException {
        Map<String, Long> before = counts(other, shape, keys);
        Map<String, Long> after = counts(owner, shape, keys);
        for (String key : keys) {
            Query.of(
                            """
                            insert into banyan.repair_audit (module, attempt, position, table_schema, table_name,
                                                             key, rows_before, rows_after)
                            values (?, ?, ?::pg_lsn, ?, ?, convert_from(decode(?, 'hex'), 'UTF8'), ?, ?)
                            """,
                            reason.module(),
                            reason.attempt(),
                            position.toString(),
                            shape.name().schema(),
                            shape.name().name(),
                            key,
                            before.getOrDefault(key, 0L),
                            after.getOrDefault(key, 0L))
                    .update(other);
        }
    }

    private static Map<String, Long> counts(
            Connection connection, TableShape shape, List<String> keys) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        Query.of(shape.counts(keys))
                .list(connection, row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    private static long copy(
            Connection owner, Connection other, TableShape shape, List<String> keys)
            throws SQLException {
        CopyOut from =
                owner.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (" + shape.storedRows(keys) + ") to stdout");
        CopyIn to = other.unwrap(PGConnection.class).getCopyAPI().copyIn(shape.copyIn());
        try {
            for (byte[] line = from.readFromCopy(); line != null; line = from.readFromCopy()) {
                to.writeToCopy(line, 0, line.length);
            }
            return to.endCopy();
        } finally {
            if (to.isActive()) {
                to.cancelCopy();
            }
            if (from.isActive()) {
                from.cancelCopy();
            }
        }
    }
}
