package dev.banyan.shop.pricing;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask of pricing.
@HttpExchange("/internal/prices")
public interface Prices {

    /// The prices of today of those products that have one, in no particular order.
    @PostExchange("/quotes")
    List<Price> quote(@RequestBody @NotEmpty @Size(max = 200) List<UUID> productIds);
}
