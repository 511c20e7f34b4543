package dev.banyan.ledger;

/// What became of a change: taken, or refused with all that one needs to go on.
public sealed interface Step {

    /// The change happened.
    ///
    /// @param visible whether proxies and seams must know it, so that the version grows
    record Taken(Extraction extraction, boolean visible) implements Step {}

    /// Nothing changed.
    ///
    /// @param what what happened to what, one sentence
    /// @param value what was found
    /// @param limit what was needed
    /// @param next the command to go on with
    record Refused(Reason reason, String what, String value, String limit, String next)
            implements Step {

        @Override
        public String toString() {
            return "%s Found: %s. Needed: %s.%nNext: %s".formatted(what, value, limit, next);
        }
    }

    static Step taken(Extraction extraction) {
        return new Taken(extraction, false);
    }

    static Step takenForAllToSee(Extraction extraction) {
        return new Taken(extraction, true);
    }
}
