package dev.banyan.shop.inventory;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;
import org.jmolecules.ddd.types.ValueObject;

/// What became of an order's wish for stock: one for each order, of all its lines or of none.
///
/// One that was released before it was asked for stays, so that a request that comes late reserves
/// nothing.
@Table(name = "reservation", schema = "inventory")
class Reservation implements AggregateRoot<Reservation, ReservationId> {

    /// So many of a product.
    record Line(UUID productId, int quantity) implements ValueObject {}

    private final ReservationId id;
    private final UUID orderId;

    @Enumerated(EnumType.STRING)
    private ReservationOutcome.Status status;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(
            name = "reservation_line",
            schema = "inventory",
            joinColumns = @JoinColumn(name = "reservation_id"))
    private final List<Line> lines;

    @ElementCollection(fetch = FetchType.LAZY)
    @CollectionTable(
            name = "reservation_missing",
            schema = "inventory",
            joinColumns = @JoinColumn(name = "reservation_id"))
    @Column(name = "product_id")
    private final List<UUID> missing;

    @Column(name = "created_at")
    private final Instant createdAt;

    @Version private long version;

    private Reservation(
            ReservationId id,
            UUID orderId,
            ReservationOutcome.Status status,
            List<Line> lines,
            List<UUID> missing,
            Instant createdAt) {
        this.id = id;
        this.orderId = orderId;
        this.status = status;
        this.lines = new ArrayList<>(lines);
        this.missing = new ArrayList<>(missing);
        this.createdAt = createdAt;
    }

    static Reservation reserved(ReservationId id, UUID orderId, List<Line> lines, Instant now) {
        return new Reservation(
                id, orderId, ReservationOutcome.Status.RESERVED, lines, List.of(), now);
    }

    static Reservation rejected(ReservationId id, UUID orderId, List<UUID> missing, Instant now) {
        return new Reservation(
                id, orderId, ReservationOutcome.Status.REJECTED, List.of(), missing, now);
    }

    static Reservation releasedBeforehand(ReservationId id, UUID orderId, Instant now) {
        return new Reservation(
                id, orderId, ReservationOutcome.Status.RELEASED, List.of(), List.of(), now);
    }

    @Override
    public ReservationId getId() {
        return id;
    }

    UUID orderId() {
        return orderId;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    ReservationOutcome.Status status() {
        return status;
    }

    boolean holdsStock() {
        return status == ReservationOutcome.Status.RESERVED;
    }

    void release() {
        status = ReservationOutcome.Status.RELEASED;
    }

    void fulfil() {
        status = ReservationOutcome.Status.FULFILLED;
    }

    ReservationOutcome outcome() {
        return new ReservationOutcome(id.id(), orderId, status, List.copyOf(missing));
    }
}
