package dev.banyan.replication;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a change source tells, one after the other: transactions whole and in commit order, each a
/// `Begin`, its changes, and a `Commit`. The parts of a large transaction arrive as they are read.
public sealed interface ChangeEvent {

    /// About how much memory the event takes.
    default long sizeBytes() {
        return 64;
    }

    record Begin(long transaction) implements ChangeEvent {}

    record Insert(SourceTable table, Row row) implements ChangeEvent {
        @Override
        public long sizeBytes() {
            return 32 + row.sizeBytes();
        }
    }

    /// A changed row.
    ///
    /// @param before the old identity where it is known to differ or the whole row is logged
    ///   (replica identity FULL); else the identity is in `after`
    record Update(SourceTable table, @Nullable Row before, Row after) implements ChangeEvent {
        @Override
        public long sizeBytes() {
            return 32 + after.sizeBytes() + (before == null ? 0 : before.sizeBytes());
        }
    }

    /// A row that is gone.
    ///
    /// @param before the identity; all else is absent unless the whole row is logged
    record Delete(SourceTable table, Row before) implements ChangeEvent {
        @Override
        public long sizeBytes() {
            return 32 + before.sizeBytes();
        }
    }

    /// One of the tables that a TRUNCATE emptied; its neighbours follow at once.
    record Truncate(SourceTable table) implements ChangeEvent {}

    /// What somebody wrote with `pg_logical_emit_message(true, …)`.
    record Message(String prefix, String content) implements ChangeEvent {
        @Override
        public long sizeBytes() {
            return 64L + prefix.length() + content.length();
        }
    }

    /// The end of a transaction.
    ///
    /// @param end the position after this transaction: the only kind of position there is
    /// @param changes rows and truncated tables of the transaction
    record Commit(long transaction, Lsn end, Instant at, long changes) implements ChangeEvent {}
}
