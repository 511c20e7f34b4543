package dev.banyan.shop.database;

import dev.banyan.outbox.spi.ModuleTransactions;
import java.util.function.Supplier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Handles events and repeated requests in transactions of their module, which take on its role.
///
/// They are READ COMMITTED because each connection of the pool is, by its settings: a transaction
/// that asked for it would have Spring look up the isolation in the database each time.
final class RoleTransactions implements ModuleTransactions {

    private final PlatformTransactionManager manager;

    RoleTransactions(PlatformTransactionManager manager) {
        this.manager = manager;
    }

    @Override
    public <T> T inTransaction(String module, Supplier<T> work) {
        var transaction = new TransactionTemplate(manager);
        transaction.setName("dev.banyan.shop.%s.events".formatted(module));
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return transaction.execute(status -> work.get());
    }
}
