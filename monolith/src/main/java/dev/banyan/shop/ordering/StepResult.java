package dev.banyan.shop.ordering;

import org.jspecify.annotations.Nullable;

/// How a step of the saga ended.
sealed interface StepResult {

    StepResult DONE = new Done();

    /// Why it is not done; null if it is.
    @Nullable String reason();

    /// It is done.
    record Done() implements StepResult {

        @Override
        public @Nullable String reason() {
            return null;
        }
    }

    /// It was refused for good, and has no effect.
    record Refused(String reason) implements StepResult {}

    /// Nobody knows: it may have had its effect.
    record Unknown(String reason) implements StepResult {}
}
