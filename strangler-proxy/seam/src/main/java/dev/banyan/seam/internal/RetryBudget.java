package dev.banyan.seam.internal;

/// Lets a share of the calls be repeated, so that a service in trouble is not asked three times as
/// often. Safe for all threads.
final class RetryBudget {

    private static final int MOST_SAVED = 10;

    private final double share;
    private double saved = MOST_SAVED;

    RetryBudget(int percent) {
        this.share = percent / 100.0;
    }

    /// A first try is made.
    synchronized void called() {
        saved = Math.min(MOST_SAVED, saved + share);
    }

    /// Takes a repetition, if one is left.
    synchronized boolean take() {
        if (saved < 1 || share == 0) {
            return false;
        }
        saved -= 1;
        return true;
    }
}
