package dev.banyan.ledger;

/// The ledger cannot be asked. What was asked of it did not happen.
public class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The answer to a commit was lost, and the ledger could not be read back: what was asked may
    /// have happened. Nothing else may be done before `Ledger.happened` has told.
    public static final class OutcomeUnknown extends LedgerException {

        private static final long serialVersionUID = 1;

        private final transient ChangeId change;

        public OutcomeUnknown(ChangeId change, Throwable cause) {
            super(
                    "It is not known whether change '%s' of '%s' happened: the answer to its commit was lost."
                            .formatted(change.id(), change.module()),
                    cause);
            this.change = change;
        }

        public ChangeId change() {
            return change;
        }
    }
}
