package dev.banyan.shop.notification;

import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;
import org.jspecify.annotations.Nullable;

/// Something that somebody is told: a customer, or the people in the warehouse.
@Table(name = "notification", schema = "notification")
class Notification implements AggregateRoot<Notification, NotificationId> {

    /// What it is about.
    enum Kind {
        ORDER_CONFIRMED,
        ORDER_FAILED,
        ORDER_CANCELLED,
        ORDER_RETURNED,
        LOW_STOCK
    }

    private final NotificationId id;
    private final @Nullable UUID customerId;
    private final UUID subjectId;

    @Enumerated(EnumType.STRING)
    private final Kind kind;

    private final String message;
    private final Instant createdAt;
    private @Nullable Instant readAt;
    @Version private long version;

    Notification(
            NotificationId id,
            @Nullable UUID customerId,
            UUID subjectId,
            Kind kind,
            String message,
            Instant now) {
        this.id = id;
        this.customerId = customerId;
        this.subjectId = subjectId;
        this.kind = kind;
        this.message = message;
        this.createdAt = now;
    }

    @Override
    public NotificationId getId() {
        return id;
    }

    void read(Instant now) {
        readAt = readAt == null ? now : readAt;
    }

    View view() {
        return new View(id.id(), customerId, subjectId, kind, message, createdAt, readAt);
    }

    /// What the reader sees.
    ///
    /// @param customerId absent for what is meant for the warehouse
    /// @param subjectId the order or product that it is about
    record View(
            UUID id,
            @Nullable UUID customerId,
            UUID subjectId,
            Kind kind,
            String message,
            Instant createdAt,
            @Nullable Instant readAt) {}
}
