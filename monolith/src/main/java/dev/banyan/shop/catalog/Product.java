package dev.banyan.shop.catalog;

import dev.banyan.shop.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jmolecules.ddd.types.AggregateRoot;

/// Something that can be bought. Its SKU is what people call it, and never changes.
@Table(name = "product", schema = "catalog")
class Product implements AggregateRoot<Product, ProductId> {

    private final ProductId id;
    private final String sku;
    private String name;
    private String description;
    private String brand;

    @Column(name = "category")
    private String categoryId;

    private Money basePrice;

    @Column(name = "created_at")
    private final Instant createdAt;

    @Version private long version;

    Product(ProductId id, String sku, ProductText text, Money basePrice, Instant now) {
        this.id = id;
        this.sku = sku;
        this.name = text.name();
        this.description = text.description();
        this.brand = text.brand();
        this.categoryId = text.category();
        this.basePrice = basePrice;
        this.createdAt = now;
    }

    @Override
    public ProductId getId() {
        return id;
    }

    void describe(ProductText text) {
        name = text.name();
        description = text.description();
        brand = text.brand();
        categoryId = text.category();
    }

    /// Whether the base price is another one now.
    boolean reprice(Money newPrice) {
        boolean changes = !basePrice.equals(newPrice);
        basePrice = newPrice;
        return changes;
    }

    ProductDetails details() {
        return new ProductDetails(id.id(), sku, name, description, categoryId, brand, basePrice);
    }
}
