package dev.banyan.shop.cart;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All carts.
interface Carts extends Repository<Cart, CartId> {

    Cart save(Cart cart);

    void delete(Cart cart);

    Optional<Cart> findById(CartId id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Cart c where c.id = :id")
    Optional<Cart> lockById(CartId id);
}
