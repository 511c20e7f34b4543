package dev.banyan.shop.cart;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Puts things into carts and takes them out.
@Service
@Transactional
class Filling {

    private final Carts carts;
    private final CartSettings settings;
    private final Clock clock;

    Filling(Carts carts, CartSettings settings, Clock clock) {
        this.carts = carts;
        this.settings = settings;
        this.clock = clock;
    }

    /// Empty if there is no room for another product. Of two first items of a customer at the same
    /// time, one fails on the cart's id.
    Optional<Cart.View> put(UUID customerId, CartItem item) {
        var cart = lock(customerId).orElseGet(() -> begin(customerId));
        return cart.put(item, expiry()) ? Optional.of(cart.view()) : Optional.empty();
    }

    /// Empty if there is no such cart, or it has no such product.
    Optional<Cart.View> takeOut(UUID customerId, UUID productId) {
        return lock(customerId).filter(cart -> cart.takeOut(productId, expiry())).map(Cart::view);
    }

    /// False if there is none.
    boolean forget(UUID customerId) {
        var found = lock(customerId);
        found.ifPresent(carts::delete);
        return found.isPresent();
    }

    @Transactional(readOnly = true)
    Optional<Cart.View> find(UUID customerId) {
        return carts.findById(new CartId(customerId))
                .filter(cart -> !cart.isExpired(clock.instant()))
                .map(Cart::view);
    }

    private Optional<Cart> lock(UUID customerId) {
        var found = carts.lockById(new CartId(customerId));
        found.filter(cart -> cart.isExpired(clock.instant())).ifPresent(Cart::clear);
        return found;
    }

    private Cart begin(UUID customerId) {
        return carts.save(new Cart(new CartId(customerId), expiry()));
    }

    private Instant expiry() {
        return clock.instant().plus(settings.expiry());
    }
}
