package dev.banyan.shop.cart;

import dev.banyan.shop.events.cart.CartCheckedOut;
import dev.banyan.shop.identity.Ids;
import dev.banyan.shop.money.Money;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Hands a cart over to ordering: the cart is gone and the event is there, or neither.
@Service
@Transactional
class CheckingOut {

    private final Carts carts;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    CheckingOut(Carts carts, ApplicationEventPublisher events, Ids ids, Clock clock) {
        this.carts = carts;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /// An order that ordering will take.
    record HandedOver(UUID orderId) {}

    /// Empty if the cart is not what the prices were asked for any more.
    Optional<HandedOver> checkOut(
            UUID customerId, List<CartItem> expected, Map<UUID, Money> prices, CheckOut wish) {
        return carts.lockById(new CartId(customerId))
                .filter(cart -> cart.items().equals(expected))
                .map(cart -> handOver(cart, prices, wish));
    }

    private HandedOver handOver(Cart cart, Map<UUID, Money> prices, CheckOut wish) {
        var orderId = ids.next();
        var lines =
                cart.items().stream()
                        .map(item -> line(item, prices.get(item.productId())))
                        .toList();
        events.publishEvent(
                new CartCheckedOut(
                        ids.next(),
                        orderId,
                        cart.getId().customerId(),
                        lines,
                        recipient(wish.shippingAddress()),
                        wish.paymentMethod(),
                        clock.instant()));
        carts.delete(cart);
        return new HandedOver(orderId);
    }

    private static CartCheckedOut.Line line(CartItem item, @Nullable Money price) {
        if (price == null) {
            throw new IllegalStateException("No price for '%s'.".formatted(item.productId()));
        }
        return new CartCheckedOut.Line(item.productId(), item.quantity(), price);
    }

    private static CartCheckedOut.Recipient recipient(CheckOut.Recipient address) {
        return new CartCheckedOut.Recipient(
                address.recipient(),
                address.street(),
                address.city(),
                address.postalCode(),
                address.country());
    }
}
