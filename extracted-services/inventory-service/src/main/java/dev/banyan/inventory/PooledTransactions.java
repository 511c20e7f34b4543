package dev.banyan.inventory;

import dev.banyan.outbox.spi.ModuleTransactions;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Handles events and repeated requests in transactions of their own.
///
/// They are READ COMMITTED because each connection of the pool is, by its settings: a transaction
/// that asked for it would have Spring look up the isolation in the database each time.
@Component
class PooledTransactions implements ModuleTransactions {

    private final TransactionTemplate template;

    PooledTransactions(PlatformTransactionManager manager) {
        this.template = new TransactionTemplate(manager);
        this.template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public <T> T inTransaction(String module, Supplier<T> work) {
        return template.execute(status -> work.get());
    }
}
