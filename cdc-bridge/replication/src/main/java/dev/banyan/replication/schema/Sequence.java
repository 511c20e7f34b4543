package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import java.util.List;

/// A sequence that gives numbers to the tables.
///
/// @param feeds the columns that own it or take their default from it; empty where the application
///   asks it by name
public record Sequence(
        TableName name,
        String type,
        long start,
        long increment,
        long minimum,
        long maximum,
        long cache,
        boolean cycles,
        List<FedColumn> feeds) {

    public Sequence {
        feeds = List.copyOf(feeds);
    }

    /// A column that takes its numbers from the sequence.
    public record FedColumn(TableName table, String column) {}
}
