package dev.banyan.replication;

/// The name of a table with its schema, both as PostgreSQL stores them.
public record TableName(String schema, String name) implements Comparable<TableName> {

    public TableName {
        if (schema.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "A table needs a schema and a name, but they are '"
                            + schema
                            + "' and '"
                            + name
                            + "'.");
        }
    }

    /// Reads `schema.name`, without quotes: the first dot divides.
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no schema. Write it as 'schema.table'.");
        }

        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /// The name as SQL needs it: `"schema"."name"`.
    public String quoted() {
        return quoted(schema) + "." + quoted(name);
    }

    /// Any identifier as SQL needs it.
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
