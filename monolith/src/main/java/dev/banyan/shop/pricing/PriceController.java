package dev.banyan.shop.pricing;

import dev.banyan.shop.money.Money;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of prices.
@RestController
@RequestMapping("/api/prices")
class PriceController {

    private final PriceList prices;

    PriceController(PriceList prices) {
        this.prices = prices;
    }

    /// What a product costs today.
    @GetMapping("/{productId}")
    Price price(@PathVariable UUID productId) {
        return prices.of(List.of(productId)).stream()
                .findFirst()
                .orElseThrow(() -> notFound(productId));
    }

    /// Sets what a product costs from now on.
    @PutMapping("/{productId}")
    Price set(@PathVariable UUID productId, @Valid @RequestBody NewPrice request) {
        var price = new Price(productId, request.amount());
        prices.set(price);
        return price;
    }

    private static ErrorResponseException notFound(UUID productId) {
        var problem = new ErrorResponseException(HttpStatus.NOT_FOUND);
        problem.setDetail("Product '%s' has no price.".formatted(productId));
        return problem;
    }

    /// A price to set.
    record NewPrice(@NotNull Money amount) {}
}
