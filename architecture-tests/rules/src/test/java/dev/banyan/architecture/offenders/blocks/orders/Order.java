package dev.banyan.architecture.offenders.blocks.orders;

import org.jmolecules.ddd.types.AggregateRoot;
import org.jmolecules.ddd.types.Identifier;

public class Order implements AggregateRoot<Order, Order.Id> {
    private final Id id;
    private final Customer customer;

    Order(Id id, Customer customer) {
        this.id = id;
        this.customer = customer;
    }

    @Override
    public Id getId() {
        return id;
    }

    Customer customer() {
        return customer;
    }

    public record Id(String value) implements Identifier {}
}
