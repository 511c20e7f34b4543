package dev.banyan.replication.schema;

import java.util.List;

/// A unique index, with or without a constraint.
///
/// @param columns the key, in the index's order; without those that are only included
/// @param total it covers every row, by plain columns, and is valid
/// @param immediate it is checked at each statement, not deferred
/// @param replicaIdentity the table says REPLICA IDENTITY USING INDEX with this one
public record UniqueIndex(
        String name,
        List<String> columns,
        boolean primary,
        boolean total,
        boolean immediate,
        boolean replicaIdentity) {

    public UniqueIndex {
        columns = List.copyOf(columns);
    }
}
