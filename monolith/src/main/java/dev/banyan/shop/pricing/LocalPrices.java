package dev.banyan.shop.pricing;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process.
@Component
@Validated
class LocalPrices implements Prices {

    private final PriceList prices;

    LocalPrices(PriceList prices) {
        this.prices = prices;
    }

    @Override
    public List<Price> quote(List<UUID> productIds) {
        return prices.offers(productIds, CustomerSegment.REGULAR).stream()
                .map(offer -> new Price(offer.productId(), offer.currentPrice()))
                .toList();
    }

    @Override
    public List<Offer> offers(AskedOffers asked) {
        return prices.offers(asked.productIds(), asked.segment());
    }
}
