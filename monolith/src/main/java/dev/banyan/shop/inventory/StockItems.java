package dev.banyan.shop.inventory;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All stock items.
interface StockItems extends Repository<StockItem, ProductId> {

    StockItem save(StockItem item);

    Optional<StockItem> findById(ProductId id);

    /// Locked one after the other in the order of their ids, so that two orders for the same
    /// products never wait for each other.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select i from StockItem i where i.id in :ids order by i.id.id")
    List<StockItem> lockAll(Collection<ProductId> ids);

    List<StockItem> findByIdIn(Collection<ProductId> ids);
}
