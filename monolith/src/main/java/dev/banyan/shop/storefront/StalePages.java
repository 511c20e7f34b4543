package dev.banyan.shop.storefront;

import dev.banyan.shop.events.catalog.BasePriceChanged;
import dev.banyan.shop.events.inventory.StockLevelChanged;
import dev.banyan.shop.events.pricing.PriceChanged;
import dev.banyan.shop.events.reviews.ReviewSubmitted;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Forgets parts that have changed in this process, after the commit of the change. A change that
/// is made elsewhere is seen when the part's time in the cache is over.
@Component
class StalePages {

    private final PartCalls calls;

    StalePages(PartCalls calls) {
        this.calls = calls;
    }

    @EventListener
    void on(StockLevelChanged event) {
        forgetAfterCommit("inventory", event.productId());
    }

    @EventListener
    void on(BasePriceChanged event) {
        forgetAfterCommit("catalog", event.productId());
    }

    @EventListener
    void on(PriceChanged event) {
        forgetAfterCommit("pricing", event.productId());
    }

    @EventListener
    void on(ReviewSubmitted event) {
        forgetAfterCommit("reviews", event.productId());
    }

    private void forgetAfterCommit(String part, UUID productId) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            calls.forget(part, productId);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        calls.forget(part, productId);
                    }
                });
    }
}
