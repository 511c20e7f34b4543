package dev.banyan.replication.diff;

import dev.banyan.replication.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which rows a diff found to differ.
///
/// @param keys for each table the keys, as hexadecimal bytes of their text
/// @param complete whether these are all: else copy anew
public record RepairPlan(Map<TableName, List<String>> keys, boolean complete) {

    public RepairPlan {
        keys = Map.copyOf(keys);
    }

    RepairPlan(Map<TableName, ? extends Collection<String>> keys, Boolean complete) {
        this(copied(keys), (boolean) complete);
    }

    private static Map<TableName, List<String>> copied(
            Map<TableName, ? extends Collection<String>> keys) {
        Map<TableName, List<String>> copy = new LinkedHashMap<>();
        keys.forEach((table, ofTable) -> copy.put(table, List.copyOf(ofTable)));
        return copy;
    }
}
