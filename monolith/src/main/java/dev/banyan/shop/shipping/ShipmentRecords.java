package dev.banyan.shop.shipping;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All shipments. `Shipments` is what the other modules call.
interface ShipmentRecords extends Repository<Shipment, ShipmentId> {

    Shipment save(Shipment shipment);

    Optional<Shipment> findByOrderId(UUID orderId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from Shipment s where s.orderId = :orderId")
    Optional<Shipment> lockByOrderId(UUID orderId);
}
