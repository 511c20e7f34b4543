package dev.banyan.extraction;

import dev.banyan.replication.Database;
import dev.banyan.replication.TableName;
import dev.banyan.replication.relay.Outbox;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.schema.Table;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads what the databases of a module say of its tables.
final class Catalogues {

    private Catalogues() {}

    static Catalogue of(Database database, Selection selection) throws SQLException {
        try (var connection = database.connect("catalogue")) {
            return CatalogueReader.read(connection, selection).moved();
        }
    }

    static Catalogue of(Database database, Set<TableName> tables) throws SQLException {
        return of(database, Selection.ofTables(tables));
    }

    /// The module with the tables that its selection stands for in the source: those with rows.
    static MovedModule resolved(MovedModule module) throws SQLException {
        return module.with(names(of(module.source(), module.selection())));
    }

    /// All tables that need a fence: roots of partitions too.
    static Set<TableName> fenced(Database database, Set<TableName> tables) throws SQLException {
        return tables.isEmpty() ? Set.of() : of(database, tables).tableNames();
    }

    /// The part of an outbox that has the events of a module, where there is one.
    static Set<TableName> eventsOf(Database database, String module) throws SQLException {
        try (var connection = database.connect("catalogue")) {
            return Outbox.hasEventsOf(connection, module)
                    ? Set.of(Outbox.eventsOf(module))
                    : Set.of();
        }
    }

    private static Set<TableName> names(Catalogue catalogue) {
        return catalogue.tablesWithRows().stream().map(Table::name).collect(Collectors.toSet());
    }
}
