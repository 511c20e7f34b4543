package dev.banyan.seam.internal;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/// Counts what the running thread has committed: something that was refused may be sent again only
/// if nothing before it took effect.
final class Commits implements TransactionExecutionListener {

    private static final ThreadLocal<long[]> COUNT = ThreadLocal.withInitial(() -> new long[1]);

    static long count() {
        return COUNT.get()[0];
    }

    static void happened() {
        COUNT.get()[0]++;
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        if (transaction.isNewTransaction() && !transaction.isReadOnly()) {
            happened();
        }
    }
}
