package dev.banyan.replication.fence;

import dev.banyan.replication.TableName;
import org.jspecify.annotations.Nullable;

/// A place where a write would pass the fence.
///
/// @param table null where it concerns all of them
public record FenceGap(@Nullable TableName table, Reason reason) {

    static final FenceGap FUNCTION_CHANGED = new FenceGap(null, Reason.FUNCTION_CHANGED);

    /// What is wrong with the trigger.
    public enum Reason {
        MISSING("has no fence"),
        DISABLED("has a fence that does not fire"),
        DIFFERENT("has a fence that somebody has changed"),
        FUNCTION_CHANGED("function banyan.fence() is not the one that this version installs");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    @Override
    public String toString() {
        return table == null ? reason.text : "Table '%s' %s.".formatted(table, reason.text);
    }
}
