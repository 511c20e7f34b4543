package dev.banyan.replication;

import java.util.List;

/// A table as the log describes it at the moment of a change: what is published of it, in order.
public record SourceTable(TableName name, List<String> columns) {

    public SourceTable {
        columns = List.copyOf(columns);
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
