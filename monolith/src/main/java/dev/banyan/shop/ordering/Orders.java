package dev.banyan.shop.ordering;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Timeouts;
import org.hibernate.cfg.AvailableSettings;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

/// All orders.
interface Orders extends Repository<Order, OrderId> {

    /// Written at once, so that rows that hang on it can follow in the same transaction.
    Order saveAndFlush(Order order);

    @Query("select o from Order o join fetch o.lines where o.id = :id")
    Optional<Order> findById(OrderId id);

    @Query("select o from Order o join fetch o.lines where o.id in :ids")
    List<Order> findByIds(Collection<OrderId> ids);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o from Order o where o.id = :id")
    Optional<Order> lockById(OrderId id);

    /// Those that nobody else has locked just now.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(
            @QueryHint(
                    name = AvailableSettings.JAKARTA_LOCK_TIMEOUT,
                    value = "" + Timeouts.SKIP_LOCKED_MILLI))
    @Query("select o from Order o where o.id in :ids order by o.id")
    List<Order> lockFreeOnes(Collection<OrderId> ids);

    @Query("select o from Order o where o.customerId = :customerId order by o.placedAt desc")
    List<Order> newest(UUID customerId, Limit limit);
}
