package dev.banyan.extraction;

/// Hears of each step of an attempt, once it is in the journal and before it runs, on the thread
/// that runs it.
@FunctionalInterface
public interface StepListener {

    /// Hears that a step begins.
    ///
    /// @param step as the journal names it
    void reached(String module, String step);

    /// Hears nothing.
    static StepListener none() {
        return (_, _) -> {};
    }
}
