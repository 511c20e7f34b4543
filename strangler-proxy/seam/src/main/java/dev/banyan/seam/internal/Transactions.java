package dev.banyan.seam.internal;

import dev.banyan.seam.ForeignTransactionException;
import dev.banyan.seam.SeamSettings.ForeignTransactions;
import dev.banyan.seam.internal.Published.Call;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Looks at the transaction that a call is made in.
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int MOST_PLACES = 1_000;

    private final ForeignTransactions policy;
    private final SeamMetrics metrics;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    Transactions(ForeignTransactions policy, SeamMetrics metrics) {
        this.policy = policy;
        this.metrics = metrics;
    }

    static boolean isOpen() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /// Refuses or reports a call inside a transaction that is not the module's own and may write.
    void check(Published published, Call call) {
        if (!isOpen() || TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            return;
        }
        var name = String.valueOf(TransactionSynchronizationManager.getCurrentTransactionName());
        if (name.startsWith(published.type().getPackageName() + ".")) {
            return;
        }
        switch (policy) {
            case REFUSE ->
                    throw new ForeignTransactionException(call.name(), published.module(), name);
            case REPORT -> report(published, call, name);
        }
    }

    private void report(Published published, Call call, String transaction) {
        metrics.inForeignTransaction(published.module(), call.name());
        var place = call.name() + " in " + transaction;
        if (reported.size() < MOST_PLACES && reported.add(place)) {
            LOG.warn(
                    "'{}' of module '{}' is called inside the transaction '{}': with a service it would be a distributed one. Said once for this place.",
                    call.name(),
                    published.module(),
                    transaction);
        }
    }
}
