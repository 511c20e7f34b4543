package dev.banyan.shop.customer;

import dev.banyan.shop.identity.Ids;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Takes customers in and keeps what they say about themselves.
@Service
@Transactional
class Registering {

    private final Customers customers;
    private final Ids ids;
    private final Clock clock;

    Registering(Customers customers, Ids ids, Clock clock) {
        this.customers = customers;
        this.ids = ids;
        this.clock = clock;
    }

    /// Of two customers with one e-mail address at the same time, one fails on the unique address.
    Customer.View register(String email, String name, Segment segment) {
        var id = new CustomerId(ids.next());
        return customers.save(new Customer(id, email, name, segment, clock.instant())).view();
    }

    Optional<Customer.View> change(UUID customerId, String email, String name, Segment segment) {
        var found = customers.findById(new CustomerId(customerId));
        found.ifPresent(customer -> customer.change(email, name, segment));
        return found.map(Customer::view);
    }

    /// What became of an address to add.
    sealed interface Addition {

        /// It was added.
        record Added(Customer.View customer) implements Addition {}

        /// The customer has as many as allowed.
        record Full() implements Addition {}

        /// There is no such customer.
        record Unknown() implements Addition {}
    }

    Addition add(UUID customerId, Address address) {
        var found = customers.findById(new CustomerId(customerId));
        if (found.isEmpty()) {
            return new Addition.Unknown();
        }
        return found.get().add(address)
                ? new Addition.Added(found.get().view())
                : new Addition.Full();
    }

    /// Empty if there is no such customer or no address at the position.
    Optional<Customer.View> forgetAddress(UUID customerId, int position) {
        return customers
                .findById(new CustomerId(customerId))
                .filter(customer -> customer.forget(position))
                .map(Customer::view);
    }

    /// Whether somebody else has the e-mail address.
    @Transactional(readOnly = true)
    boolean isTaken(String email, Optional<UUID> except) {
        return customers
                .findByEmail(email)
                .filter(customer -> !Optional.of(customer.getId().id()).equals(except))
                .isPresent();
    }

    @Transactional(readOnly = true)
    Optional<Customer.View> find(UUID customerId) {
        return customers.findById(new CustomerId(customerId)).map(Customer::view);
    }

    @Transactional(readOnly = true)
    List<CustomerProfile> profiles(Collection<UUID> customerIds) {
        var wanted = customerIds.stream().map(CustomerId::new).toList();
        return customers.findByIdIn(wanted).stream().map(Customer::profile).toList();
    }
}
