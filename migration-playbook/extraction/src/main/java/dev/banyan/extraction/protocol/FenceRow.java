package dev.banyan.extraction.protocol;

/// What one database says of one module: whether its applications may write it here, and which
/// attempt said so last.
///
/// The changes below are the only ones there are; the numbers of attempts only grow, so a change
/// that comes late finds a greater one and changes nothing.
///
/// @param attempt the attempt that is on the row, or 0 for none
public record FenceRow(boolean here, long epoch, long attempt) {

    public static final long NOBODY = 0;

    /// The row after a change was asked for: changed, as it was when somebody was late.
    public record Change(StageEnd outcome, FenceRow row) {}

    public FenceRow {
        if (epoch < 0 || attempt < 0) {
            throw new IllegalArgumentException(
                    "A fence row has no negative numbers: epoch="
                            + epoch
                            + ", attempt="
                            + attempt
                            + ".");
        }
    }

    /// Keeps applications out of the old side.
    public Change close(long newEpoch, long by) {
        return change(epoch < newEpoch, new FenceRow(false, newEpoch, by));
    }

    /// Lets applications in on the new side.
    public Change open(long newEpoch, long by) {
        return change(epoch < newEpoch, new FenceRow(true, newEpoch, by));
    }

    /// Lets applications in again on the old side, whether or not this attempt had closed it.
    public Change reopen(long newEpoch, long by) {
        return change(epoch < newEpoch || attempt == by, new FenceRow(true, newEpoch, by));
    }

    /// Reserves a side that is closed for an attempt that writes past the fence.
    public Change claim(long newEpoch, long by) {
        return change(epoch < newEpoch && !here, new FenceRow(false, newEpoch, by));
    }

    /// Whether an attempt that has claimed this side may still write here.
    public boolean isClaimedBy(long by) {
        return !here && attempt == by;
    }

    /// Takes a claim off.
    public Change unclaim(long ownEpoch, long by) {
        return change(isClaimedBy(by), new FenceRow(false, ownEpoch, NOBODY));
    }

    /// Ends a claim, also one that was never made: its number is used up, `here` stays as it is.
    public Change forgo(long newEpoch, long by) {
        return change(epoch < newEpoch || attempt == by, new FenceRow(here, newEpoch, NOBODY));
    }

    private Change change(boolean allowed, FenceRow wanted) {
        return new Change(
                allowed || equals(wanted) ? StageEnd.DONE : StageEnd.LATE, allowed ? wanted : this);
    }
}
