package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A table, a partitioned table, or one of its partitions.
///
/// @param oid its identity in this database, stable across renames
/// @param partitionOf the parent of a partition, else null
/// @param partitioning the key of a partitioned table, and the bounds of a partition; may be empty
/// @param inherits it has plain, not partitioning, parents or children
/// @param extension the extension that brought it, else null
/// @param checks CHECK and EXCLUDE constraints: name, blank, definition
/// @param estimatedRows what the planner believes; 0 where it knows nothing
public record Table(
        long oid,
        TableName name,
        Kind kind,
        boolean logged,
        @Nullable TableName partitionOf,
        String partitioning,
        boolean inherits,
        String owner,
        ReplicaIdentity replicaIdentity,
        boolean rowSecurity,
        @Nullable String extension,
        List<Column> columns,
        List<UniqueIndex> uniqueIndexes,
        List<String> checks,
        List<Trigger> triggers,
        List<String> publications,
        List<String> subscriptions,
        long estimatedRows,
        long sizeBytes) {

    public Table {
        columns = List.copyOf(columns);
        uniqueIndexes = List.copyOf(uniqueIndexes);
        checks = List.copyOf(checks);
        triggers = List.copyOf(triggers);
        publications = List.copyOf(publications);
        subscriptions = List.copyOf(subscriptions);
    }

    /// How rows are stored.
    public enum Kind {
        ORDINARY,
        /// Holds no rows itself: its partitions do.
        PARTITIONED,
        FOREIGN
    }

    /// What the log says about the old version of a changed row.
    public enum ReplicaIdentity {
        DEFAULT,
        NOTHING,
        FULL,
        INDEX
    }

    /// Whether the table itself has rows: what is copied, streamed and compared.
    public boolean hasRows() {
        return kind == Kind.ORDINARY;
    }

    public Optional<UniqueIndex> primaryKey() {
        return uniqueIndexes.stream().filter(UniqueIndex::primary).findFirst();
    }

    /// What tells rows apart: the primary key, else the first unique index (by name) without
    /// nullable columns. A deferred one may hold doubles for a moment and does not count.
    public Optional<UniqueIndex> key() {
        return primaryKey()
                .filter(UniqueIndex::immediate)
                .or(() -> uniqueIndexes.stream().filter(this::tellsRowsApart).findFirst());
    }

    /// Whether PostgreSQL would take the index as REPLICA IDENTITY.
    public boolean tellsRowsApart(UniqueIndex index) {
        return index.total()
                && index.immediate()
                && index.columns().stream().allMatch(name -> column(name).notNull());
    }

    /// Whether updates and deletes can be published.
    public boolean hasUsableIdentity() {
        return switch (replicaIdentity) {
            case FULL -> true;
            case NOTHING -> false;
            case DEFAULT -> primaryKey().filter(UniqueIndex::immediate).isPresent();
            case INDEX -> uniqueIndexes.stream().anyMatch(UniqueIndex::replicaIdentity);
        };
    }

    public Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Table '" + this.name + "' has no column '" + name + "'."));
    }

    /// The columns that are copied: a generated one is computed on each side.
    public List<Column> storedColumns() {
        return columns.stream().filter(column -> !column.isGenerated()).toList();
    }
}
