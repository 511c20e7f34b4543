package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All that the database knows of a set of tables, read in one snapshot.
///
/// @param foreignKeys those that begin at one of the tables, and those that end there
public record Catalogue(
        Server server,
        List<Table> tables,
        List<ForeignKey> foreignKeys,
        List<Sequence> sequences,
        List<View> views,
        List<UserType> types) {

    public Catalogue {
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        sequences = List.copyOf(sequences);
        views = List.copyOf(views);
        types = List.copyOf(types);
    }

    public Optional<Table> table(TableName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    public boolean has(TableName name) {
        return table(name).isPresent();
    }

    public Set<TableName> tableNames() {
        return tables.stream().map(Table::name).collect(Collectors.toSet());
    }

    /// The tables that move: without those that stay with their database, and what lies below them.
    public Catalogue moved() {
        List<Table> moving =
                tables.stream().filter(table -> !StayingTables.includes(table)).toList();
        return new Catalogue(server, moving, foreignKeys, sequences, views, types);
    }

    /// Tables of migration tools, outboxes, registries and extensions: no part of copy, fence or
    /// diff.
    public List<Table> staying() {
        return tables.stream().filter(StayingTables::includes).toList();
    }

    /// The tables whose rows are copied, streamed and compared: partitions, not their roots.
    public List<Table> tablesWithRows() {
        return tables.stream().filter(Table::hasRows).toList();
    }
}
