package dev.banyan.shop.catalog;

import dev.banyan.shop.events.catalog.BasePriceChanged;
import dev.banyan.shop.events.catalog.ProductAdded;
import dev.banyan.shop.identity.Ids;
import dev.banyan.shop.money.Money;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Changes what is on offer, each time in one transaction with the event that tells of it.
@Service
@Transactional
class Assortment {

    private final Products products;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    Assortment(Products products, ApplicationEventPublisher events, Ids ids, Clock clock) {
        this.products = products;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /// Of two products with one SKU at the same time, one fails on the unique SKU.
    ProductDetails add(String sku, ProductText text, Money basePrice) {
        var now = clock.instant();
        var id = new ProductId(ids.next());
        var details = products.save(new Product(id, sku, text, basePrice, now)).details();
        events.publishEvent(
                new ProductAdded(
                        ids.next(), id.id(), sku, text.name(), text.category(), basePrice, now));
        return details;
    }

    Optional<ProductDetails> change(UUID productId, ProductText text, Money basePrice) {
        var found = products.findById(new ProductId(productId));
        found.ifPresent(product -> {
            product.describe(text);
            if (product.reprice(basePrice)) {
                events.publishEvent(
                        new BasePriceChanged(ids.next(), productId, basePrice, clock.instant()));
            }
        });
        return found.map(Product::details);
    }

    @Transactional(readOnly = true)
    boolean knows(String sku) {
        return products.existsBySku(sku);
    }

    @Transactional(readOnly = true)
    Optional<ProductDetails> product(UUID productId) {
        return products.findById(new ProductId(productId)).map(Product::details);
    }

    @Transactional(readOnly = true)
    Optional<ProductDetails> product(String sku) {
        return products.findBySku(sku).map(Product::details);
    }

    @Transactional(readOnly = true)
    List<ProductDetails> products(Collection<UUID> productIds) {
        var wanted = productIds.stream().map(ProductId::new).toList();
        return products.findByIdIn(wanted).stream().map(Product::details).toList();
    }
}
