package dev.banyan.replication.plan;

import dev.banyan.replication.TableName;
import dev.banyan.replication.drift.Drift;
import dev.banyan.replication.drift.SchemaComparison;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;

/// Checks before the copy that the target's tables are the same as the source's, and empty.
public final class TargetCheck {

    private TargetCheck() {}

    /// Compares the schemas, then looks for rows.
    ///
    /// @param connection to the target
    /// @param target its catalogue of the same tables
    public static Findings check(Connection connection, Catalogue source, Catalogue target)
            throws SQLException {
        Findings.Collector findings = new Findings.Collector();
        for (Drift drift : SchemaComparison.compare(source, target)) {
            findings.refuse(drift.what());
            if (drift instanceof Drift.Additive additive) {
                findings.propose("On the target.", additive.sql());
            }
        }
        for (Table table : target.moved().tablesWithRows()) {
            if (source.has(table.name()) && hasRows(connection, table.name())) {
                findings.refuse(
                        "Table '%s' of the target is not empty. Empty it if nobody needs its rows."
                                .formatted(table.name()));
            }
        }
        return findings.findings();
    }

    private static boolean hasRows(Connection connection, TableName table) throws SQLException {
        return Query.of("select exists (select from only " + table.quoted() + ")")
                .one(connection, row -> row.getBoolean(1));
    }
}
