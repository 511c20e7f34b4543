package dev.banyan.shop.customer;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;

/// Somebody who buys.
@Table(name = "customer", schema = "customer")
class Customer implements AggregateRoot<Customer, CustomerId> {

    static final int MOST_ADDRESSES = 10;

    private final CustomerId id;
    private String email;
    private String name;

    @Enumerated(EnumType.STRING)
    private Segment segment;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(
            name = "address",
            schema = "customer",
            joinColumns = @JoinColumn(name = "customer_id"))
    @OrderColumn(name = "position")
    private final List<Address> addresses;

    private final Instant createdAt;
    @Version private long version;

    Customer(CustomerId id, String email, String name, Segment segment, Instant now) {
        this.id = id;
        this.email = email;
        this.name = name;
        this.segment = segment;
        this.addresses = new ArrayList<>();
        this.createdAt = now;
    }

    @Override
    public CustomerId getId() {
        return id;
    }

    void change(String newEmail, String newName, Segment newSegment) {
        email = newEmail;
        name = newName;
        segment = newSegment;
    }

    /// False if there are as many as there may be.
    boolean add(Address address) {
        return addresses.size() < MOST_ADDRESSES && addresses.add(address);
    }

    /// Forgets the address at a position, counted from 0; false if there is none.
    boolean forget(int position) {
        if (position >= addresses.size()) {
            return false;
        }
        addresses.remove(position);
        return true;
    }

    CustomerProfile profile() {
        return new CustomerProfile(id.id(), segment);
    }

    View view() {
        return new View(id.id(), email, name, segment, List.copyOf(addresses), createdAt);
    }

    /// What the customer sees.
    record View(
            UUID id,
            String email,
            String name,
            Segment segment,
            List<Address> addresses,
            Instant createdAt) {}
}
