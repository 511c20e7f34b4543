package dev.banyan.shop.storefront;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All selections.
interface Selections extends Repository<Selection, SelectionId> {

    Optional<Selection> findById(SelectionId id);

    /// Makes an empty one where there is none; of two at the same time, the second waits.
    @Modifying
    @Query(
            value =
                    "INSERT INTO storefront.selection (id, version) VALUES (:id, 0) ON CONFLICT DO NOTHING",
            nativeQuery = true)
    void begin(String id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from Selection s where s.id = :id")
    Optional<Selection> lockById(SelectionId id);
}
