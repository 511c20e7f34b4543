package dev.banyan.replication.diff;

import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Column;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.schema.UniqueIndex;
import java.util.List;
import java.util.stream.Collectors;

/// How a table is hashed, cut into chunks and read, in SQL that means the same on both sides.
///
/// Rows and keys are hashed as texts that the output functions write, with NULL and empty told
/// apart; sums of hashes need no order, and the rows of a chunk are ordered by bytes: no collation,
/// of whatever version, takes part. Generated columns are compared too.
record TableShape(
        TableName name, List<String> columns, List<String> key, List<String> storedColumns) {

    TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        storedColumns = List.copyOf(storedColumns);
    }

    static TableShape of(Table table) {
        List<String> columns = table.columns().stream().map(Column::name).toList();
        return new TableShape(
                table.name(),
                columns,
                table.key().map(UniqueIndex::columns).orElse(List.of()),
                table.storedColumns().stream().map(Column::name).toList());
    }

    boolean isKeyed() {
        return !key.isEmpty();
    }

    /// Without a key, the whole row is one.
    List<String> identity() {
        return isKeyed() ? key : columns;
    }

    /// One line for each chunk: its number, rows, and the sum of their hashes.
    String hashes(int chunks) {
        return """
        select chunk, count(*) as rows, sum(hash)::text as hash
        from (select %s as chunk, ('x' || left(md5(%s), 16))::bit(64)::bigint as hash from only %s t) hashed
        group by chunk
        """
                .formatted(chunk(chunks), text(columns), name.quoted());
    }

    /// The rows of some chunks, each with the bytes of its key in front and in their order.
    String rows(int chunks, List<Integer> wanted) {
        String numbers = wanted.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "select encode(convert_to(%s, 'UTF8'), 'hex') collate \"C\" as banyan_key, %s from only %s t where %s in (%s) order by 1"
                .formatted(text(identity()), list(columns), name.quoted(), chunk(chunks), numbers);
    }

    /// What the owner has for some keys, without what is generated.
    String storedRows(List<String> hexKeys) {
        return "select %s from only %s t where %s"
                .formatted(list(storedColumns), name.quoted(), isOneOf(hexKeys));
    }

    /// Each of some keys that is there, with the number of its rows.
    String counts(List<String> hexKeys) {
        return "select encode(convert_to(%s, 'UTF8'), 'hex'), count(*) from only %s t where %s group by 1"
                .formatted(text(identity()), name.quoted(), isOneOf(hexKeys));
    }

    String delete(List<String> hexKeys) {
        return "delete from only %s t where %s".formatted(name.quoted(), isOneOf(hexKeys));
    }

    String copyIn() {
        String names =
                storedColumns.stream().map(TableName::quoted).collect(Collectors.joining(", "));
        return "copy %s (%s) from stdin".formatted(name.quoted(), names);
    }

    /// Compared as bytes: keys are the texts in hexadecimal form.
    private String isOneOf(List<String> hexKeys) {
        String keys =
                hexKeys.stream().map(key -> "'" + key + "'").collect(Collectors.joining(", "));
        return "encode(convert_to(%s, 'UTF8'), 'hex') in (%s)".formatted(text(identity()), keys);
    }

    private String chunk(int chunks) {
        return "('x' || right(md5(%s), 8))::bit(32)::int & %d"
                .formatted(text(identity()), chunks - 1);
    }

    private static String text(List<String> names) {
        return "row(" + list(names) + ")::text";
    }

    private static String list(List<String> names) {
        return names.stream()
                .map(name -> "t." + TableName.quoted(name))
                .collect(Collectors.joining(", "));
    }

    List<Integer> places(List<String> names) {
        return names.stream().map(columns::indexOf).toList();
    }
}
