package dev.banyan.shop.ordering;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
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

    @Query("select o from Order o where o.customerId = :customerId order by o.placedAt desc")
    List<Order> newest(UUID customerId, Limit limit);
}
