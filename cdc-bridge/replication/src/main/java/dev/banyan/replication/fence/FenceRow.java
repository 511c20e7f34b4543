package dev.banyan.replication.fence;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What one database says about who owns a module.
///
/// @param number the second key of the module's advisory lock in this database
/// @param here whether this database owns the module
/// @param epoch the number of the attempt that changed it last; only ever grows
/// @param attempt that attempt, or null where none holds the row
public record FenceRow(
        String module, int number, boolean here, long epoch, @Nullable String attempt) {

    static final String COLUMNS = "module, number, here, epoch, attempt";

    static FenceRow of(ResultSet row) throws SQLException {
        return new FenceRow(
                row.getString("module"),
                row.getInt("number"),
                row.getBoolean("here"),
                row.getLong("epoch"),
                row.getString("attempt"));
    }

    /// The name of the fence around the tables that a module only follows.
    public static String followedBy(String module) {
        return module + ":followed";
    }

    boolean isBy(FenceChange change) {
        return epoch == change.epoch() && change.attempt().equals(attempt);
    }
}
