package dev.banyan.architecture.offenders.blocks.orders;

import org.jmolecules.ddd.types.AggregateRoot;
import org.jmolecules.ddd.types.Identifier;

public class Customer implements AggregateRoot<Customer, Customer.Id> {
    private final Id id;

    Customer(Id id) {
        this.id = id;
    }

    @Override
    public Id getId() {
        return id;
    }

    public record Id(String value) implements Identifier {}
}
