package dev.banyan.extraction.protocol;

/// Where a run of an attempt stands: the transaction or wait that comes next.
public sealed interface Stage permits SwitchStage, RewriteStage {

    /// The stage that follows when this one has ended as told.
    Stage after(StageEnd outcome);

    /// Whether this run does nothing more.
    boolean isOver();
}
