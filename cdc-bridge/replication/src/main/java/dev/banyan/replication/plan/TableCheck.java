package dev.banyan.replication.plan;

import dev.banyan.replication.Reader;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.Column;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.schema.UniqueIndex;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What can be wrong with a single table.
final class TableCheck {

    /// Infinite intervals exist from here on.
    private static final int VERSION_17 = 170_000;

    private static final int VERSION_18 = 180_000;

    private final Connection source;
    private final Table table;
    private final TableName name;
    private final PlanInput input;
    private final Findings.Collector findings;

    TableCheck(Connection source, Table table, PlanInput input, Findings.Collector findings) {
        this.source = source;
        this.table = table;
        this.name = table.name();
        this.input = input;
        this.findings = findings;
    }

    void checkKind() {
        if (table.kind() == Table.Kind.FOREIGN) {
            findings.refuse(
                    "Table '%s' is a foreign table: its rows are elsewhere. Leave it out."
                            .formatted(name));
        }
        if (!table.logged()) {
            findings.refuse(
                    "Table '%s' is unlogged: its changes are not in the log. Run: alter table %s set logged"
                            .formatted(name, name.quoted()));
        }
        if (table.inherits()) {
            findings.refuse(
                    "Table '%s' inherits or is inherited from, other than as a partition. Make it partitioned, or undo it: alter table … no inherit …"
                            .formatted(name));
        }
    }

    void checkIdentity() {
        if (!table.hasRows()) {
            return;
        }
        if (table.primaryKey().filter(key -> !key.immediate()).isPresent()) {
            findings.refuse(
                    "The primary key of table '%s' is deferrable: it cannot identify rows in the log. Make it not deferrable."
                            .formatted(name));
        } else if (!table.hasUsableIdentity()) {
            findings.refuse(
                    "Table '%s' has no usable replica identity: once published, the application's own updates and deletes would fail."
                            .formatted(name));
            proposeIdentity();
        } else if (table.replicaIdentity() == Table.ReplicaIdentity.INDEX
                && table.primaryKey().isPresent()) {
            findings.refuse(
                    "Table '%s' has a primary key, but another index as replica identity: changed keys would arrive without the old one."
                            .formatted(name));
            propose("default");
        }
    }

    /// Stored generated columns are not published, and from PostgreSQL 18 on a replica identity
    /// must be.
    void checkGeneratedColumns(int version) {
        boolean generates = table.columns().stream().anyMatch(Column::isGenerated);
        if (version >= VERSION_18
                && generates
                && table.hasRows()
                && table.replicaIdentity() == Table.ReplicaIdentity.FULL) {
            findings.refuse(
                    "Table '%s' has REPLICA IDENTITY FULL and a generated column: once published, the application's own updates and deletes would fail. Give it a primary key."
                            .formatted(name));
        }
    }

    private void proposeIdentity() {
        if (table.primaryKey().isPresent()) {
            propose("default");
            return;
        }
        propose(
                table.uniqueIndexes().stream()
                        .filter(table::tellsRowsApart)
                        .findFirst()
                        .map(UniqueIndex::name)
                        .map(index -> "using index " + TableName.quoted(index))
                        .orElse("full"));
    }

    private void propose(String identity) {
        findings.propose(
                "Give table '%s' a replica identity.".formatted(name),
                "alter table " + name.quoted() + " replica identity " + identity);
    }

    void checkTypes(int version) throws SQLException {
        for (Column column : table.columns()) {
            checkType(column, version);
        }
    }

    private void checkType(Column column, int version) throws SQLException {
        boolean debezium = input.reader() == Reader.DEBEZIUM;
        if (debezium && column.elementType().equals("time with time zone")) {
            findings.refuse(
                    "Column '%s' of table '%s' is '%s': reader 'debezium' loses its offset. Set bridge: {reader: pgoutput}."
                            .formatted(column.name(), name, column.type()));
        }
        if (debezium && version >= VERSION_17 && column.elementType().equals("interval")) {
            findings.note(
                    "Column '%s' of table '%s' is '%s': reader 'debezium' turns an infinite one into zero; the diff finds it. Reader 'pgoutput' does not."
                            .formatted(column.name(), name, column.type()));
        }
        if (column.elementType().equals("oid") && holdsLargeObjects(column)) {
            findings.refuse(
                    "Column '%s' of table '%s' refers to large objects, which are not in the log. Move them into a bytea column."
                            .formatted(column.name(), name));
        }
    }

    /// Columns of type `lo` are domains of `oid`; not every `oid` means a large object.
    private boolean holdsLargeObjects(Column column) throws SQLException {
        if (column.type().endsWith("[]") || !table.hasRows()) {
            return false;
        }
        return Query.of(
                        "select exists (select from only %s t join pg_largeobject_metadata m on m.oid = t.%s)"
                                .formatted(name.quoted(), TableName.quoted(column.name())))
                .one(source, row -> row.getBoolean(1));
    }

    void checkRights() throws SQLException {
        if (!Query.of("select pg_has_role(?::name, 'USAGE')", table.owner())
                .one(source, row -> row.getBoolean(1))) {
            findings.refuse(
                    "Table '%s' is owned by '%s', and the bridge's user is no member of that role: it cannot publish the table. Run: grant %s to %s"
                            .formatted(
                                    name, table.owner(), TableName.quoted(table.owner()), user()));
        }
        if (table.rowSecurity() && !bypassesRowSecurity()) {
            findings.refuse(
                    "Table '%s' has row security, and the bridge's user would not see all rows. Run: alter role %s bypassrls"
                            .formatted(name, user()));
        }
    }

    private boolean bypassesRowSecurity() throws SQLException {
        return Query.of(
                        "select rolbypassrls or rolsuper from pg_roles where rolname = current_user")
                .one(source, row -> row.getBoolean(1));
    }

    private String user() throws SQLException {
        return Query.of("select quote_ident(current_user)").one(source, row -> row.getString(1));
    }

    void checkOthers() {
        if (!table.subscriptions().isEmpty()) {
            findings.refuse(
                    "Table '%s' is filled by subscription '%s': what others apply is hidden from the stream. End the subscription first."
                            .formatted(name, table.subscriptions().getFirst()));
        }
        List<String> others =
                table.publications().stream()
                        .filter(publication -> publication.startsWith("banyan_"))
                        .filter(publication -> !input.ownPublications().contains(publication))
                        .toList();
        if (!others.isEmpty()) {
            findings.refuse(
                    "Table '%s' is moved or followed by another extraction already (publication '%s'). Complete or cancel that one first."
                            .formatted(name, others.getFirst()));
        }
    }
}
