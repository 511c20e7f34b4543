package dev.banyan.shop.ordering;

import static dev.banyan.shop.ordering.OrderStatus.CANCELLED;
import static dev.banyan.shop.ordering.OrderStatus.CONFIRMED;
import static dev.banyan.shop.ordering.OrderStatus.PENDING;
import static dev.banyan.shop.ordering.OrderStatus.RETURNED;
import static dev.banyan.shop.ordering.OrderStatus.RETURNING;
import static dev.banyan.shop.ordering.OrderStatus.SHIPPED;

import dev.banyan.shop.money.Money;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;
import org.jspecify.annotations.Nullable;

/// What a customer wants, and how far it has come. While its saga places it, nobody else changes
/// its way: a cancellation is noted and honoured by the saga.
@Table(name = "orders", schema = "ordering")
class Order implements AggregateRoot<Order, OrderId> {

    private final OrderId id;
    private final UUID customerId;

    @ElementCollection
    @CollectionTable(
            name = "order_line",
            schema = "ordering",
            joinColumns = @JoinColumn(name = "order_id"))
    @OrderColumn(name = "position")
    private final List<OrderLine> lines;

    private final Money total;
    private final ShippingAddress shippingAddress;
    private final String paymentMethod;

    @Enumerated(EnumType.STRING)
    private OrderStatus status;

    private @Nullable String reason;
    private boolean locked;
    private @Nullable String cancellationRequested;
    private final Instant placedAt;
    @Version private long version;

    Order(
            OrderId id,
            UUID customerId,
            List<OrderLine> lines,
            ShippingAddress shippingAddress,
            String paymentMethod,
            Instant placedAt) {
        this.id = id;
        this.customerId = customerId;
        this.lines = new ArrayList<>(lines);
        this.total = totalOf(lines);
        this.shippingAddress = shippingAddress;
        this.paymentMethod = paymentMethod;
        this.placedAt = placedAt;
        this.status = PENDING;
        this.locked = true;
    }

    private static Money totalOf(List<OrderLine> lines) {
        return lines.stream()
                .map(OrderLine::total)
                .reduce(Money::plus)
                .orElseThrow(() -> new IllegalArgumentException("An order has at least one line."));
    }

    @Override
    public OrderId getId() {
        return id;
    }

    UUID customerId() {
        return customerId;
    }

    List<OrderLine> lines() {
        return List.copyOf(lines);
    }

    Money total() {
        return total;
    }

    OrderStatus status() {
        return status;
    }

    @Nullable String reason() {
        return reason;
    }

    Instant placedAt() {
        return placedAt;
    }

    @Nullable String cancellationRequested() {
        return cancellationRequested;
    }

    /// Goes on to a status. News may arrive twice, or after later ones: those change nothing.
    boolean advance(OrderStatus next) {
        if (!status.isBefore(next)) {
            return false;
        }
        status = next;
        return true;
    }

    /// The saga is done and the order goes its way. A parcel may be packed before that is known
    /// here.
    void confirm() {
        advance(CONFIRMED);
        locked = false;
    }

    /// The saga is done, and has taken back what it did.
    void end(OrderStatus exit, String why) {
        status = exit;
        reason = why;
        locked = false;
    }

    /// What a wish to cancel comes to.
    enum Cancellation {
        /// It is cancelled.
        DONE,
        /// It is noted; whoever is placing the order will cancel it.
        NOTED,
        /// It was cancelled, or had failed, before.
        ALREADY_ENDED,
        /// It is with the carrier or the customer.
        TOO_LATE
    }

    Cancellation cancel(String why) {
        if (status.isExit() && status != RETURNED) {
            return Cancellation.ALREADY_ENDED;
        }
        if (!status.isBefore(SHIPPED)) {
            return Cancellation.TOO_LATE;
        }
        if (locked) {
            cancellationRequested = why;
            return Cancellation.NOTED;
        }
        end(CANCELLED, why);
        return Cancellation.DONE;
    }

    /// What a wish to give an order back comes to.
    enum Return {
        /// It comes back from now on.
        BEGUN,
        /// It was coming back before.
        UNDER_WAY,
        /// It came back before.
        DONE,
        /// It was never sent.
        NOT_SENT
    }

    Return giveBack(String why) {
        return switch (status) {
            case SHIPPED, DELIVERED -> {
                status = RETURNING;
                reason = why;
                yield Return.BEGUN;
            }
            case RETURNING -> Return.UNDER_WAY;
            case RETURNED -> Return.DONE;
            case PENDING, RESERVED, PAID, CONFIRMED, PACKED, REJECTED, PAYMENT_FAILED, CANCELLED ->
                    Return.NOT_SENT;
        };
    }

    /// Its parcel is back. False if the order does not wait for that: a parcel that was sent while
    /// the order was cancelled comes back too.
    boolean takeBack() {
        if (status != RETURNING) {
            return false;
        }
        status = RETURNED;
        return true;
    }

    /// What the saga needs to know.
    PlacedOrder placed() {
        return new PlacedOrder(id.id(), lines(), total, shippingAddress, paymentMethod);
    }

    OrderView view() {
        return new OrderView(
                id.id(),
                customerId,
                lines().stream()
                        .map(line ->
                                new OrderView.Line(
                                        line.productId(), line.quantity(), line.unitPrice()))
                        .toList(),
                total,
                shippingAddress,
                paymentMethod,
                status,
                reason,
                placedAt);
    }
}
