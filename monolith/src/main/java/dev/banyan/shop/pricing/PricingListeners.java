package dev.banyan.shop.pricing;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.catalog.BasePriceChanged;
import dev.banyan.shop.events.catalog.ProductAdded;
import org.springframework.stereotype.Component;

/// What pricing does when something happens elsewhere: it takes over what the catalog asks for.
@Component
class PricingListeners {

    private final PriceList prices;
    private final Promoting promoting;

    PricingListeners(PriceList prices, Promoting promoting) {
        this.prices = prices;
        this.promoting = promoting;
    }

    @InboxListener(consumer = "pricing.begin-price")
    void on(ProductAdded event) {
        prices.begin(new Price(event.productId(), event.basePrice()));
    }

    @InboxListener(consumer = "pricing.follow-base-price")
    void on(BasePriceChanged event) {
        promoting.setListPrice(new Price(event.productId(), event.basePrice()));
    }
}
