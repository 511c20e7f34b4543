package dev.banyan.replication.schema;

import static java.util.stream.Collectors.groupingBy;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads tables with everything that hangs on a single one of them.
final class TableReader {

    private final Connection connection;

    TableReader(Connection connection) {
        this.connection = connection;
    }

    List<Table> read(Selection selection) throws SQLException {
        List<Head> heads =
                Query.of(TableSql.TABLES, selection.schemas(), selection.tables())
                        .list(connection, Head::of);
        Long[] oids = heads.stream().map(Head::oid).toArray(Long[]::new);
        var columns = byTable(Query.of(TableSql.COLUMNS, oids, oids), TableReader::column);
        var indexes = byTable(Query.of(TableSql.INDEXES, (Object) oids), TableReader::index);
        var checks =
                byTable(
                        Query.of(TableSql.CHECKS, (Object) oids),
                        row -> row.getString("definition"));
        var triggers = byTable(Query.of(TableSql.TRIGGERS, (Object) oids), TableReader::trigger);
        var publications =
                byTable(
                        Query.of(TableSql.PUBLICATIONS, (Object) oids),
                        row -> row.getString("name"));
        var subscriptions =
                byTable(
                        Query.of(TableSql.SUBSCRIPTIONS, (Object) oids),
                        row -> row.getString("name"));
        return heads.stream()
                .map(head ->
                        head.table(
                                columns.of(head.oid()),
                                indexes.of(head.oid()),
                                checks.of(head.oid()),
                                triggers.of(head.oid()),
                                publications.of(head.oid()),
                                subscriptions.of(head.oid())))
                .toList();
    }

    private <T> Parts<T> byTable(Query query, Query.RowMapper<T> mapper) throws SQLException {
        return Parts.of(
                query.list(connection, row -> new Part<>(row.getLong("oid"), mapper.map(row))));
    }

    private static Column column(ResultSet row) throws SQLException {
        boolean generated = !row.getString("generated").isEmpty();
        String expression = row.getString("expression");
        return new Column(
                row.getString("name"),
                row.getString("type"),
                row.getString("element_type"),
                row.getBoolean("not_null"),
                switch (row.getString("identity")) {
                    case "a" -> Column.Identity.ALWAYS;
                    case "d" -> Column.Identity.BY_DEFAULT;
                    default -> Column.Identity.NONE;
                },
                generated ? null : expression,
                generated ? expression : null,
                row.getString("collation"));
    }

    private static UniqueIndex index(ResultSet row) throws SQLException {
        return new UniqueIndex(
                row.getString("name"),
                Query.texts(row, "columns"),
                row.getBoolean("is_primary"),
                row.getBoolean("total"),
                row.getBoolean("immediate"),
                row.getBoolean("identity"));
    }

    private static Trigger trigger(ResultSet row) throws SQLException {
        return new Trigger(
                row.getString("name"),
                row.getString("function"),
                Trigger.Firing.of(row.getString("enabled")),
                row.getBoolean("row_level"),
                row.getString("body"),
                row.getString("language"));
    }

    private record Part<T>(long oid, T value) {}

    private record Parts<T>(Map<Long, List<Part<T>>> byTable) {

        static <T> Parts<T> of(List<Part<T>> parts) {
            return new Parts<>(parts.stream().collect(groupingBy(Part::oid)));
        }

        List<T> of(long oid) {
            return byTable.getOrDefault(oid, List.of()).stream().map(Part::value).toList();
        }
    }

    private record Head(
            long oid,
            TableName name,
            Table.Kind kind,
            boolean logged,
            @Nullable TableName partitionOf,
            String partitioning,
            boolean inherits,
            String owner,
            Table.ReplicaIdentity identity,
            boolean rowSecurity,
            @Nullable String extension,
            long estimatedRows,
            long sizeBytes) {

        static Head of(ResultSet row) throws SQLException {
            return new Head(
                    row.getLong("oid"),
                    CatalogueReader.name(row, "table"),
                    kind(row.getString("kind")),
                    row.getString("persistence").equals("p"),
                    row.getString("parent_name") == null
                            ? null
                            : CatalogueReader.name(row, "parent"),
                    row.getString("partitioning"),
                    row.getBoolean("inherits"),
                    row.getString("owner"),
                    identity(row.getString("identity")),
                    row.getBoolean("row_security"),
                    row.getString("extension"),
                    row.getLong("estimated_rows"),
                    row.getLong("size_bytes"));
        }

        private static Table.Kind kind(String code) {
            return switch (code) {
                case "p" -> Table.Kind.PARTITIONED;
                case "f" -> Table.Kind.FOREIGN;
                default -> Table.Kind.ORDINARY;
            };
        }

        private static Table.ReplicaIdentity identity(String code) {
            return switch (code) {
                case "n" -> Table.ReplicaIdentity.NOTHING;
                case "f" -> Table.ReplicaIdentity.FULL;
                case "i" -> Table.ReplicaIdentity.INDEX;
                default -> Table.ReplicaIdentity.DEFAULT;
            };
        }

        Table table(
                List<Column> columns,
                List<UniqueIndex> indexes,
                List<String> checks,
                List<Trigger> triggers,
                List<String> publications,
                List<String> subscriptions) {
            return new Table(
                    oid,
                    name,
                    kind,
                    logged,
                    partitionOf,
                    partitioning,
                    inherits,
                    owner,
                    identity,
                    rowSecurity,
                    extension,
                    columns,
                    indexes,
                    checks,
                    triggers,
                    publications,
                    subscriptions,
                    estimatedRows,
                    sizeBytes);
        }
    }
}
