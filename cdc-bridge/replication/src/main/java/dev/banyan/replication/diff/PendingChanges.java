package dev.banyan.replication.diff;

import dev.banyan.replication.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the log still holds for the other side when the snapshots are not of the same place: a
/// stream that has stopped cannot be brought to the owner's.
@FunctionalInterface
public interface PendingChanges {

    /// Nothing: both snapshots are of one place.
    PendingChanges NONE = (table, key) -> false;

    /// Whether a change of the row with this key waits to be applied.
    ///
    /// @param key the values in the order of the key's columns
    boolean concern(TableName table, List<@Nullable String> key);
}
