package dev.banyan.outbox.internal;

import dev.banyan.outbox.Deliveries;
import dev.banyan.outbox.Delivery;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/// `GET /actuator/deliveries` lists the dead letters, `POST …/{event}/{consumer}` replays one,
/// `DELETE …` drops it.
@Endpoint(id = "deliveries")
final class DeliveriesEndpoint {

    private static final int MOST = 1000;

    private final Deliveries deliveries;

    DeliveriesEndpoint(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /// What needs an operator.
    record Trouble(long parked, List<Delivery> deadLetters) {}

    /// Whether something was changed.
    record Changed(boolean changed) {}

    @ReadOperation
    Trouble trouble() {
        return new Trouble(deliveries.parked(), deliveries.deadLetters(MOST));
    }

    @WriteOperation
    Changed replay(@Selector String event, @Selector String consumer) {
        return new Changed(deliveries.replay(UUID.fromString(event), consumer));
    }

    @DeleteOperation
    Changed drop(@Selector String event, @Selector String consumer) {
        return new Changed(deliveries.drop(UUID.fromString(event), consumer));
    }
}
