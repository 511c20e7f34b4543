package dev.banyan.replication.diff;

import dev.banyan.replication.schema.ForeignKey;

/// Rows of one side that refer to a row that is not there.
///
/// @param side which database was looked at
public record Orphan(ForeignKey foreignKey, Side side, long rows) {

    /// The side that owns the tables, or the one that follows it.
    public enum Side {
        OWNER,
        OTHER
    }

    @Override
    public String toString() {
        return "%d rows of '%s' refer by '%s' to rows of '%s' that do not exist on the %s's side."
                .formatted(
                        rows,
                        foreignKey.table(),
                        foreignKey.name(),
                        foreignKey.referenced(),
                        side.name().toLowerCase(java.util.Locale.ROOT));
    }
}
