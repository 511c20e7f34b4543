package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/// Which tables are meant: all of some schemas, single tables, or both. Partitions come with their
/// root.
///
/// @param sequences those that belong to the tables though no column owns or uses them: what lies
///   in one of the schemas is found by itself
public record Selection(Set<String> schemas, Set<TableName> tables, Set<TableName> sequences) {

    public Selection {
        schemas = Set.copyOf(schemas);
        tables = Set.copyOf(tables);
        sequences = Set.copyOf(sequences);
        if (schemas.isEmpty() && tables.isEmpty()) {
            throw new IllegalArgumentException(
                    "Nothing is selected. Name at least one schema or one table.");
        }
    }

    public static Selection ofSchemas(String... schemas) {
        return new Selection(new TreeSet<>(Arrays.asList(schemas)), Set.of(), Set.of());
    }

    public static Selection ofTables(TableName... tables) {
        return new Selection(Set.of(), new TreeSet<>(Arrays.asList(tables)), Set.of());
    }

    public static Selection ofTables(Set<TableName> tables) {
        return new Selection(Set.of(), tables, Set.of());
    }
}
