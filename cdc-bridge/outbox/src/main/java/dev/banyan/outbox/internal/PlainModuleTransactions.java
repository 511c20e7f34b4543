package dev.banyan.outbox.internal;

import dev.banyan.outbox.spi.ModuleTransactions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// A new transaction without a role of the module.
final class PlainModuleTransactions implements ModuleTransactions {

    private final TransactionTemplate template;

    PlainModuleTransactions(PlatformTransactionManager manager) {
        this.template = new TransactionTemplate(manager);
        this.template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    @Override
    public <T> T inTransaction(String module, Supplier<T> work) {
        @Nullable T result = template.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException(
                    "Work in module '%s' returned nothing.".formatted(module));
        }
        return result;
    }
}
