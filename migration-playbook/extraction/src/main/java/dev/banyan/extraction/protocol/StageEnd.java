package dev.banyan.extraction.protocol;

/// How one transaction or wait of an attempt ended.
public enum StageEnd {
    /// It happened, now or before; a lost answer has been read back.
    DONE,
    /// It did not happen in time, or was refused for a reason that lies outside the attempt.
    FAILED,
    /// Somebody with a newer number, or with our lease, has been here: we have no say any more.
    LATE
}
