package dev.banyan.replication;

import java.util.Locale;

/// Why a stream does not go on, and whether starting it again can help.
public enum StopReason {
    /// The connection broke or the server went away: start again.
    DISCONNECTED(true),
    /// Somebody else reads the slot or holds the writer's lock, often a predecessor that just died.
    BUSY(true),
    /// The target does not have the row that the source changed.
    DIVERGED(false),
    /// The target lacks a table or a column, or its type refuses a value.
    DRIFT(false),
    /// The slot is gone, invalid, or not the one that the position belongs to.
    SLOT_LOST(false),
    /// The slot has moved beyond the position: changes in between cannot be had any more.
    HOLE(false),
    /// The source's log ends before the position: it was put back.
    SOURCE_PUT_BACK(false),
    /// The publication is not what it was.
    PUBLICATION(false),
    /// Both ends are the same database.
    SAME_DATABASE(false),
    /// There is no position: nothing was copied yet.
    NOT_COPIED(false),
    /// The snapshot of a copy ended before the copy: it starts anew.
    SNAPSHOT_LOST(false),
    /// The reader met something that it cannot read.
    UNREADABLE(false);

    private final boolean retryable;

    StopReason(boolean retryable) {
        this.retryable = retryable;
    }

    public boolean isRetryable() {
        return retryable;
    }

    /// The same word in logs, metrics and the command line.
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
