package dev.banyan.shop.customer;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process.
@Component
@Validated
class LocalCustomerDirectory implements CustomerDirectory {

    private final Registering customers;

    LocalCustomerDirectory(Registering customers) {
        this.customers = customers;
    }

    @Override
    public List<CustomerProfile> profiles(List<UUID> customerIds) {
        return customers.profiles(customerIds);
    }
}
