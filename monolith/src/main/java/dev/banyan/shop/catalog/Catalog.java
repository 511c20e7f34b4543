package dev.banyan.shop.catalog;

import dev.banyan.seam.ReadsOnly;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask of the catalog.
@HttpExchange("/internal/catalog")
public interface Catalog {

    /// Those of the products that are known, in no particular order.
    @ReadsOnly
    @PostExchange("/products")
    List<ProductDetails> products(
            @RequestBody @NotEmpty @Size(max = 200) List<@NotNull UUID> productIds);
}
