package dev.banyan.shop.storefront;

import dev.banyan.shop.money.Money;
import dev.banyan.shop.pricing.Offer;
import dev.banyan.shop.pricing.Price;
import dev.banyan.shop.pricing.Prices;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/// Everything costs ten euros.
final class TenEuros implements Prices {

    @Override
    public List<Price> quote(List<UUID> productIds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Offer> offers(AskedOffers asked) {
        var ten = Money.of("10", "EUR");
        return asked.productIds().stream()
                .map(id -> new Offer(id, asked.segment(), ten, ten, BigDecimal.ZERO, null))
                .toList();
    }
}
