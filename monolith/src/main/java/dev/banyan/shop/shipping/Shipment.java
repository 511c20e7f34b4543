package dev.banyan.shop.shipping;

import static dev.banyan.shop.shipping.ShipmentOutcome.Status.DELIVERED;
import static dev.banyan.shop.shipping.ShipmentOutcome.Status.DISPATCHED;
import static dev.banyan.shop.shipping.ShipmentOutcome.Status.PACKED;
import static dev.banyan.shop.shipping.ShipmentOutcome.Status.RECALLED;
import static dev.banyan.shop.shipping.ShipmentOutcome.Status.RETURNED;
import static dev.banyan.shop.shipping.ShipmentOutcome.Status.RETURNING;
import static dev.banyan.shop.shipping.ShipmentOutcome.Status.SCHEDULED;

import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;

/// The parcel of one order. It can be called back wherever it is: a parcel under way is returned by
/// the carrier, a delivered one is fetched.
@Table(name = "shipment", schema = "shipping")
class Shipment implements AggregateRoot<Shipment, ShipmentId> {

    private final ShipmentId id;
    private final UUID orderId;
    private final Destination destination;
    private final String carrier;
    private final String trackingNumber;

    @Enumerated(EnumType.STRING)
    private ShipmentOutcome.Status status;

    @Column(name = "created_at")
    private final Instant createdAt;

    @Version private long version;

    Shipment(ShipmentId id, UUID orderId, Destination destination, String carrier, Instant now) {
        this.id = id;
        this.orderId = orderId;
        this.destination = destination;
        this.carrier = carrier;
        this.trackingNumber =
                "BY"
                        + id.id()
                                .toString()
                                .replace("-", "")
                                .substring(16)
                                .toUpperCase(java.util.Locale.ROOT);
        this.status = SCHEDULED;
        this.createdAt = now;
    }

    @Override
    public ShipmentId getId() {
        return id;
    }

    UUID orderId() {
        return orderId;
    }

    /// False if it is packed already.
    boolean pack() {
        return move(SCHEDULED, PACKED);
    }

    boolean dispatch() {
        return move(PACKED, DISPATCHED);
    }

    boolean deliver() {
        return move(DISPATCHED, DELIVERED);
    }

    /// False if it was called back before.
    boolean recall() {
        return switch (status) {
            case SCHEDULED, PACKED -> move(status, RECALLED);
            case DISPATCHED, DELIVERED -> move(status, RETURNING);
            case RECALLED, RETURNING, RETURNED -> false;
        };
    }

    boolean takeBack() {
        return move(RETURNING, RETURNED);
    }

    ShipmentOutcome outcome() {
        return new ShipmentOutcome(id.id(), orderId, status, destination, carrier, trackingNumber);
    }

    private boolean move(ShipmentOutcome.Status from, ShipmentOutcome.Status to) {
        if (status == to) {
            return false;
        }
        if (status != from) {
            throw new ShipmentStateException(orderId, status, from, to);
        }
        status = to;
        return true;
    }
}
