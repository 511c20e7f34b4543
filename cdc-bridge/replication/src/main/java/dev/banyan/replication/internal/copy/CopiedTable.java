package dev.banyan.replication.internal.copy;

import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What of a table is copied, from where to where, and in which format.
///
/// @param into where the rows go: the table itself, or a staging table
/// @param columns quoted, without generated ones
/// @param binary both sides read and write the same bytes
record CopiedTable(
        TableName from, TableName into, List<String> columns, boolean binary, long pages) {

    private record Column(String name, String type, boolean portable) {}

    /// Types whose binary form means the same in every database: built-in ones, and enums and
    /// domains over them. Arrays and rows of own types carry type numbers, and reg… types row
    /// numbers, that belong to one database.
    private static final String COLUMNS =
            """
            SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
                (t.oid < 16384 OR t.typtype = 'e' OR (t.typtype = 'd' AND t.typbasetype < 16384))
                    AND t.typsend <> 0 AND t.typtype <> 'p'
                    AND (CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END)::regtype::text !~ '^reg'
                    AS portable
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attgenerated = ''
            ORDER BY a.attnum
            """;

    static CopiedTable read(Connection source, Connection target, TableName from, TableName into)
            throws SQLException {
        List<Column> there = columns(source, from);
        Map<String, Column> here =
                columns(target, into).stream()
                        .collect(Collectors.toMap(Column::name, Function.identity()));
        boolean binary = true;
        List<String> names = new ArrayList<>();
        for (Column column : there) {
            Column same = here.get(column.name());
            if (same == null) {
                throw lacking(from, column.name());
            }
            binary &= column.portable() && same.portable() && column.type().equals(same.type());
            names.add(TableName.quoted(column.name()));
        }
        return new CopiedTable(from, into, names, binary, pages(source, from));
    }

    private static List<Column> columns(Connection connection, TableName table)
            throws SQLException {
        List<Column> columns =
                Query.of(COLUMNS, table.quoted())
                        .list(
                                connection,
                                row ->
                                        new Column(
                                                row.getString("name"),
                                                row.getString("type"),
                                                row.getBoolean("portable")));
        if (columns.isEmpty()) {
            throw new StreamStoppedException(
                    StopReason.DRIFT,
                    "There is no table '" + table + "', or it has no columns to copy.");
        }
        return columns;
    }

    private static StreamStoppedException lacking(TableName table, String column) {
        return new StreamStoppedException(
                StopReason.DRIFT,
                "Table '" + table + "' of the target has no column '" + column + "'.");
    }

    private static long pages(Connection source, TableName table) throws SQLException {
        return Query.of(
                        "SELECT pg_relation_size(to_regclass(?)) / current_setting('block_size')::int",
                        table.quoted())
                .one(source, row -> row.getLong(1));
    }

    /// The whole table, each chunk so many pages; the last one has no end, for what grows
    /// meanwhile.
    List<Chunk> chunks(int chunkPages) {
        List<Chunk> chunks = new ArrayList<>();
        long first = 0;
        while (first + chunkPages < pages) {
            chunks.add(new Chunk(this, first, first + chunkPages));
            first += chunkPages;
        }
        chunks.add(new Chunk(this, first, Chunk.OPEN_END));
        return chunks;
    }

    String columnList() {
        return String.join(", ", columns);
    }

    String format() {
        return binary ? "(FORMAT binary)" : "(FORMAT text)";
    }

    /// Some pages of a table.
    record Chunk(CopiedTable table, long firstPage, long endPage) {

        static final long OPEN_END = -1;

        String copyOut() {
            String until = endPage == OPEN_END ? "" : " AND ctid < '(" + endPage + ",0)'::tid";
            return "COPY (SELECT "
                    + table.columnList()
                    + " FROM ONLY "
                    + table.from().quoted()
                    + " WHERE ctid >= '("
                    + firstPage
                    + ",0)'::tid"
                    + until
                    + ") TO STDOUT "
                    + table.format();
        }

        String copyIn() {
            return "COPY "
                    + table.into().quoted()
                    + " ("
                    + table.columnList()
                    + ") FROM STDIN "
                    + table.format();
        }

        @Override
        public String toString() {
            return table.from() + " from page " + firstPage;
        }
    }
}
