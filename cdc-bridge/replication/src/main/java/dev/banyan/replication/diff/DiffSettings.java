package dev.banyan.replication.diff;

/// How rows are compared and how much of it is told.
///
/// @param rowsPerChunk rows that share one hash: what is read again where a hash differs
/// @param chunksAtMost chunks of one table; a large table gets larger ones
/// @param listedAtMost differences and orphans that are listed; all are counted
/// @param repairedAtMost rows that a repair may write: beyond it, copy anew
/// @param showValues whether values are listed as they are; else only their length
public record DiffSettings(
        int rowsPerChunk,
        int chunksAtMost,
        int listedAtMost,
        int repairedAtMost,
        boolean showValues) {

    public static final DiffSettings STANDARD =
            new DiffSettings(2_000, 65_536, 1_000, 10_000, false);

    public DiffSettings {
        if (rowsPerChunk < 1 || chunksAtMost < 1 || listedAtMost < 0 || repairedAtMost < 0) {
            throw new IllegalArgumentException(
                    "A diff needs at least one row a chunk ("
                            + rowsPerChunk
                            + "), one chunk ("
                            + chunksAtMost
                            + ") and no negative list ("
                            + listedAtMost
                            + ").");
        }
    }

    public DiffSettings showingValues() {
        return new DiffSettings(rowsPerChunk, chunksAtMost, listedAtMost, repairedAtMost, true);
    }

    /// A power of two, so that a bit mask of a hash chooses the chunk.
    int chunks(long rows) {
        long wanted = Math.clamp(rows / rowsPerChunk, 1, chunksAtMost);
        return Math.toIntExact(Long.highestOneBit(wanted));
    }
}
