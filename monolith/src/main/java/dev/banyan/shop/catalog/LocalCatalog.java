package dev.banyan.shop.catalog;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process.
@Component
@Validated
class LocalCatalog implements Catalog {

    private final Assortment assortment;

    LocalCatalog(Assortment assortment) {
        this.assortment = assortment;
    }

    @Override
    public List<ProductDetails> products(List<UUID> productIds) {
        return assortment.products(productIds);
    }
}
