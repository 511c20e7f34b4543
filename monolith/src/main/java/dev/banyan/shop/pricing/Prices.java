package dev.banyan.shop.pricing;

import dev.banyan.seam.ReadsOnly;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask of pricing.
@HttpExchange("/internal/prices")
public interface Prices {

    /// What everybody pays now for those products that have a price, in no particular order.
    @ReadsOnly
    @PostExchange("/quotes")
    List<Price> quote(@RequestBody @NotEmpty @Size(max = 200) List<UUID> productIds);

    /// What customers of a segment pay now, with the reduction in it, for those products that have
    /// a price, in no particular order.
    @ReadsOnly
    @PostExchange("/offers")
    List<Offer> offers(@Valid @RequestBody AskedOffers asked);

    /// For which products, and for whom.
    record AskedOffers(
            @NotEmpty @Size(max = 200) List<@NotNull UUID> productIds,
            @NotNull CustomerSegment segment) {}
}
