package dev.banyan.shop.cart;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;

/// What a customer means to buy. It is forgotten some time after the last change.
@Table(name = "cart", schema = "cart")
class Cart implements AggregateRoot<Cart, CartId> {

    static final int MOST_ITEMS = 50;
    static final int MOST_OF_ONE = 1_000;

    @AttributeOverride(name = "customerId", column = @Column(name = "id"))
    private final CartId id;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(
            name = "cart_item",
            schema = "cart",
            joinColumns = @JoinColumn(name = "cart_id"))
    @OrderColumn(name = "position")
    private final List<CartItem> items;

    private Instant expiresAt;
    @Version private long version;

    Cart(CartId id, Instant expiresAt) {
        this.id = id;
        this.items = new ArrayList<>();
        this.expiresAt = expiresAt;
    }

    @Override
    public CartId getId() {
        return id;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /// Sets how many of a product there are; false if there is no room for another product.
    boolean put(CartItem item, Instant newExpiry) {
        int position = positionOf(item.productId());
        if (position < 0 && items.size() >= MOST_ITEMS) {
            return false;
        }
        if (position < 0) {
            items.add(item);
        } else {
            items.set(position, item);
        }
        expiresAt = newExpiry;
        return true;
    }

    /// False if it was not in there.
    boolean takeOut(UUID productId, Instant newExpiry) {
        int position = positionOf(productId);
        if (position < 0) {
            return false;
        }
        items.remove(position);
        expiresAt = newExpiry;
        return true;
    }

    void clear() {
        items.clear();
    }

    List<CartItem> items() {
        return List.copyOf(items);
    }

    View view() {
        return new View(id.customerId(), items(), expiresAt);
    }

    private int positionOf(UUID productId) {
        return items.stream().map(CartItem::productId).toList().indexOf(productId);
    }

    /// What the customer sees.
    record View(UUID customerId, List<CartItem> items, Instant expiresAt) {}
}
