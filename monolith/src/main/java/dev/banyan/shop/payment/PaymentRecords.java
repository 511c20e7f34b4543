package dev.banyan.shop.payment;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All payments. `Payments` is what the other modules call.
interface PaymentRecords extends Repository<Payment, PaymentId> {

    Payment save(Payment payment);

    Optional<Payment> findByOrderId(UUID orderId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from Payment p where p.orderId = :orderId")
    Optional<Payment> lockByOrderId(UUID orderId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from Payment p where p.id = :id")
    Optional<Payment> lockById(PaymentId id);

    @Query(
            """
            select p.orderId from Payment p
            where p.status = dev.banyan.shop.payment.PaymentOutcome.Status.REFUNDING and p.claimedUntil <= :now
            order by p.createdAt
            """)
    List<UUID> dueRefunds(Instant now, Limit limit);
}
