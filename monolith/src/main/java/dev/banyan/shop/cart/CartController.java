package dev.banyan.shop.cart;

import dev.banyan.shop.catalog.Catalog;
import dev.banyan.shop.http.FieldProblem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What customers do with their carts.
@RestController
@RequestMapping("/api/carts/{customerId}")
@Tag(name = "cart", description = "What customers mean to buy")
class CartController {

    private final Filling filling;
    private final Catalog catalog;

    CartController(Filling filling, Catalog catalog) {
        this.filling = filling;
        this.catalog = catalog;
    }

    @GetMapping
    @Operation(summary = "Show a cart")
    Cart.View find(@PathVariable UUID customerId) {
        return filling.find(customerId).orElseThrow(() -> empty(customerId));
    }

    @PutMapping("/items/{productId}")
    @Operation(
            summary = "Set how many of a product are in a cart",
            description = "The first item begins the cart")
    Cart.View put(
            @PathVariable UUID customerId,
            @PathVariable UUID productId,
            @Valid @RequestBody Quantity request) {
        if (catalog.products(List.of(productId)).isEmpty()) {
            throw problem(HttpStatus.NOT_FOUND, "There is no product '%s'.".formatted(productId));
        }
        return filling.put(customerId, new CartItem(productId, request.quantity()))
                .orElseThrow(() ->
                        new FieldProblem(
                                HttpStatus.CONFLICT,
                                "items",
                                "The cart of '%s' has %d products, that is the limit: take one out first."
                                        .formatted(customerId, Cart.MOST_ITEMS)));
    }

    @DeleteMapping("/items/{productId}")
    @Operation(summary = "Take a product out of a cart")
    Cart.View takeOut(@PathVariable UUID customerId, @PathVariable UUID productId) {
        return filling.takeOut(customerId, productId)
                .orElseThrow(() ->
                        problem(
                                HttpStatus.NOT_FOUND,
                                "There is no product '%s' in a cart of '%s'."
                                        .formatted(productId, customerId)));
    }

    @DeleteMapping
    @Operation(summary = "Forget a cart")
    ResponseEntity<Void> forget(@PathVariable UUID customerId) {
        if (!filling.forget(customerId)) {
            throw empty(customerId);
        }
        return ResponseEntity.noContent().build();
    }

    private static ErrorResponseException empty(UUID customerId) {
        return problem(
                HttpStatus.NOT_FOUND, "There is nothing in a cart of '%s'.".formatted(customerId));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(detail);
        return problem;
    }

    /// How many of a product.
    record Quantity(@Positive @Max(Cart.MOST_OF_ONE) int quantity) {}
}
