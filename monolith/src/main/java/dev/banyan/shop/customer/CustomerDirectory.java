package dev.banyan.shop.customer;

import dev.banyan.seam.ReadsOnly;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask about customers.
@HttpExchange("/internal/customers")
public interface CustomerDirectory {

    /// The profiles of those customers that are known, in no particular order.
    @ReadsOnly
    @PostExchange("/profiles")
    List<CustomerProfile> profiles(
            @RequestBody @NotEmpty @Size(max = 200) List<@NotNull UUID> customerIds);
}
