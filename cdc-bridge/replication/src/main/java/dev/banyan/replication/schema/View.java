package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import java.util.List;

/// A view that reads at least one of the tables.
///
/// @param reads every table below it, also through other views
public record View(TableName name, boolean materialized, List<TableName> reads) {

    public View {
        reads = List.copyOf(reads);
    }
}
