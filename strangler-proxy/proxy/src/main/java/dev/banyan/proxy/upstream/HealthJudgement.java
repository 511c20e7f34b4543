package dev.banyan.proxy.upstream;

/// Decides by checks in a row whether an instance is healthy. Confined to one thread.
final class HealthJudgement {
    private final int failures;
    private final int successes;
    private boolean healthy = true;
    private int against;

    HealthJudgement(int failures, int successes) {
        this.failures = failures;
        this.successes = successes;
    }

    /// Takes one check into account.
    ///
    /// @return whether the instance counts as healthy now
    boolean after(boolean passed) {
        against = passed == healthy ? 0 : against + 1;
        if (against >= (healthy ? failures : successes)) {
            healthy = !healthy;
            against = 0;
        }
        return healthy;
    }
}
