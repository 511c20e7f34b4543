package dev.banyan.shop.ordering;

/// How a step of the saga ended.
sealed interface StepResult {

    StepResult DONE = new Done();

    /// It is done.
    record Done() implements StepResult {}

    /// It was refused for good, and has no effect.
    record Refused(String reason) implements StepResult {}

    /// Nobody knows: it may have had its effect.
    record Unknown(String reason) implements StepResult {}
}
