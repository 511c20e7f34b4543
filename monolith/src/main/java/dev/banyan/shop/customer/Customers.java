package dev.banyan.shop.customer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All customers.
interface Customers extends Repository<Customer, CustomerId> {

    Customer save(Customer customer);

    Optional<Customer> findById(CustomerId id);

    List<Customer> findByIdIn(Collection<CustomerId> ids);

    @Query("select c from Customer c where lower(c.email) = lower(:email)")
    Optional<Customer> findByEmail(String email);
}
