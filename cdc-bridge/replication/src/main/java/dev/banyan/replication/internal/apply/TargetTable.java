package dev.banyan.replication.internal.apply;

import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A table of the target as the applier needs it.
///
/// @param key the columns that tell rows apart, in the index's order; empty if only whole rows do
/// @param hasOtherUnique rows may trade values of another unique or exclusion constraint
/// @param hasDeferrable a constraint may be checked at the end of the transaction
record TargetTable(
        TableName name,
        Map<String, Column> columns,
        List<String> key,
        boolean hasOtherUnique,
        boolean hasDeferrable) {

    /// A column.
    ///
    /// @param type without length: a cast must not cut a value short, the assignment then refuses
    ///   it
    /// @param equality the operator of the key's index, with its schema; empty outside the key
    record Column(String name, String type, boolean generated, String equality) {}

    static TargetTable read(Connection target, TableName name) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        COLUMNS.with(name)
                .list(target, TargetTable::column)
                .forEach(column -> columns.put(column.name(), column));
        if (columns.isEmpty()) {
            throw new StreamStoppedException(
                    StopReason.DRIFT,
                    "The target has no table '" + name + "'. Create it there and start again.");
        }

        return CONSTRAINTS
                .with(name)
                .one(
                        target,
                        row ->
                                new TargetTable(
                                        name,
                                        Map.copyOf(columns),
                                        Query.texts(row, "key"),
                                        row.getBoolean("other_unique"),
                                        row.getBoolean("deferrable")));
    }

    private static Column column(ResultSet row) throws SQLException {
        return new Column(
                row.getString("name"),
                row.getString("type"),
                row.getBoolean("generated"),
                row.getString("equality"));
    }

    /// A query about one table.
    private record TableQuery(String sql) {
        Query with(TableName table) {
            return Query.of(sql, table.quoted());
        }
    }

    /// The key is the primary key, else the index of the replica identity. Its operators are named
    /// with their schema, because the search path is empty and a key may be of an extension's type.
    private static final String KEY =
            """
            WITH t AS (SELECT to_regclass(?) AS oid),
            key AS (SELECT i.* FROM pg_index i, t WHERE i.indrelid = t.oid AND i.indisvalid
                AND (i.indisprimary OR i.indisreplident)
                ORDER BY i.indisprimary DESC LIMIT 1),
            part AS (SELECT k.ordinality, a.attnum, a.attname, format('OPERATOR(%I.%s)', n.nspname, o.oprname) AS equality
                FROM key, t,
                    unnest(key.indkey::int2[], key.indclass::oid[]) WITH ORDINALITY AS k(attnum, opclass, ordinality)
                JOIN pg_opclass c ON c.oid = k.opclass
                JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amoplefttype = c.opcintype
                    AND m.amoprighttype = c.opcintype AND m.amopstrategy = 3
                JOIN pg_operator o ON o.oid = m.amopopr
                JOIN pg_namespace n ON n.oid = o.oprnamespace
                JOIN pg_attribute a ON a.attnum = k.attnum
                WHERE a.attrelid = t.oid AND k.ordinality <= key.indnkeyatts)
            """;

    private static final TableQuery COLUMNS =
            new TableQuery(
                    KEY
                            + """
                            SELECT a.attname AS name, format_type(a.atttypid, -1) AS type,
                                a.attgenerated <> '' AS generated, coalesce(part.equality, '') AS equality
                            FROM t JOIN pg_attribute a ON a.attrelid = t.oid LEFT JOIN part USING (attnum)
                            WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
                            """);

    private static final TableQuery CONSTRAINTS =
            new TableQuery(
                    KEY
                            + """
                            SELECT ARRAY(SELECT attname::text FROM part ORDER BY ordinality) AS key,
                                EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid
                                    AND (i.indisunique OR i.indisexclusion)
                                    AND i.indexrelid NOT IN (SELECT indexrelid FROM key)) AS other_unique,
                                EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conrelid = t.oid
                                    AND c.condeferrable) AS deferrable
                            FROM t
                            """);
}
