package dev.banyan.shop.events.cart;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A customer wants what was in the cart, at these prices: it becomes the order of that id.
@EventType(module = "cart", name = "cart-checked-out", external = true)
public record CartCheckedOut(
        UUID eventId,
        UUID orderId,
        UUID customerId,
        List<Line> lines,
        Recipient recipient,
        String paymentMethod,
        Instant checkedOutAt)
        implements ModuleEvent {

    /// So many of a product, at the price that the customer was shown.
    public record Line(UUID productId, int quantity, Money unitPrice) {}

    /// Where it is to be sent.
    public record Recipient(
            String recipient, String street, String city, String postalCode, String country) {}

    @Override
    public String subject() {
        return orderId.toString();
    }
}
