package dev.banyan.shop.cart;

import dev.banyan.outbox.IdempotentRequests;
import dev.banyan.outbox.IdempotentRequests.Outcome;
import dev.banyan.shop.cart.CheckingOut.HandedOver;
import dev.banyan.shop.http.FieldProblem;
import dev.banyan.shop.money.Money;
import dev.banyan.shop.pricing.Price;
import dev.banyan.shop.pricing.Prices;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Turns carts into orders. The prices are asked for before the transaction begins.
@RestController
@RequestMapping("/api/carts/{customerId}/checkout")
@Tag(name = "cart", description = "What customers mean to buy")
class CheckOutController {

    private final Filling filling;
    private final CheckingOut checkingOut;
    private final Prices prices;
    private final IdempotentRequests requests;
    private final JsonMapper json;

    CheckOutController(
            Filling filling,
            CheckingOut checkingOut,
            Prices prices,
            IdempotentRequests requests,
            JsonMapper json) {
        this.filling = filling;
        this.checkingOut = checkingOut;
        this.prices = prices;
        this.requests = requests;
        this.json = json;
    }

    @PostMapping
    @Operation(
            summary = "Order what is in a cart",
            description =
                    "The order is found at the Location as soon as ordering has taken it over, usually at once")
    ResponseEntity<?> checkOut(
            @PathVariable UUID customerId,
            @Valid @RequestBody CheckOut wish,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Pattern(regexp = "[!-~]{1,255}")
                    @Nullable String key) {
        var basket = basket(customerId);
        return key == null
                ? response(answer(handOver(customerId, basket, wish)), false)
                : once(key, customerId, basket, wish);
    }

    private ResponseEntity<?> once(String key, UUID customerId, Basket basket, CheckOut wish) {
        var scope = IdempotentRequests.scope("POST", path(customerId), null);
        var request = new IdempotentRequests.Request(key, scope, json.writeValueAsString(wish));
        var outcome =
                requests.once("cart", request, () -> answer(handOver(customerId, basket, wish)));
        return switch (outcome) {
            case Outcome.Done done -> response(done.answer(), false);
            case Outcome.Replayed replayed -> response(replayed.answer(), true);
            case Outcome.Mismatch mismatch ->
                    throw new FieldProblem(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "Idempotency-Key",
                            "The Idempotency-Key '%s' was used before with another body. Choose a new one."
                                    .formatted(key));
            case Outcome.InProgress running ->
                    throw new FieldProblem(
                            HttpStatus.CONFLICT,
                            "Idempotency-Key",
                            "The first request with Idempotency-Key '%s' is still running. Try again."
                                    .formatted(key));
        };
    }

    /// What is in a cart, and what each product costs now.
    private record Basket(List<CartItem> items, Map<UUID, Money> prices) {}

    private Basket basket(UUID customerId) {
        var items = filling.find(customerId).map(Cart.View::items).orElse(List.of());
        return items.isEmpty() ? new Basket(items, Map.of()) : new Basket(items, pricesOf(items));
    }

    private Map<UUID, Money> pricesOf(List<CartItem> items) {
        return prices.quote(items.stream().map(CartItem::productId).toList()).stream()
                .collect(Collectors.toMap(Price::productId, Price::amount));
    }

    private HandedOver handOver(UUID customerId, Basket basket, CheckOut wish) {
        if (basket.items().isEmpty()) {
            throw problem(
                    HttpStatus.NOT_FOUND,
                    "There is nothing in a cart of '%s'.".formatted(customerId));
        }
        requireOrderable(basket);
        return checkingOut
                .checkOut(customerId, basket.items(), basket.prices(), wish)
                .orElseThrow(() ->
                        new FieldProblem(
                                HttpStatus.CONFLICT,
                                "items",
                                "The cart of '%s' has changed meanwhile: look at it and try again."
                                        .formatted(customerId)));
    }

    private static void requireOrderable(Basket basket) {
        var withoutPrice =
                basket.items().stream()
                        .map(CartItem::productId)
                        .filter(product -> !basket.prices().containsKey(product))
                        .toList();
        if (!withoutPrice.isEmpty()) {
            throw new FieldProblem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "items",
                    "There is no price for the products %s: take them out of the cart."
                            .formatted(withoutPrice));
        }
        if (basket.prices().values().stream().map(Money::currency).distinct().count() > 1) {
            throw new FieldProblem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "items",
                    "One order has one currency: take the products of the others out of the cart.");
        }
    }

    private IdempotentRequests.Answer answer(HandedOver order) {
        return new IdempotentRequests.Answer(
                HttpStatus.ACCEPTED.value(),
                Map.of(
                        HttpHeaders.LOCATION, List.of("/api/orders/" + order.orderId()),
                        HttpHeaders.CONTENT_TYPE, List.of(MediaType.APPLICATION_JSON_VALUE)),
                json.writeValueAsString(order));
    }

    private static ResponseEntity<String> response(
            IdempotentRequests.Answer answer, boolean replayed) {
        var headers = new HttpHeaders();
        answer.headers().forEach(headers::addAll);
        if (replayed) {
            headers.set("Idempotency-Replayed", "true");
        }
        return ResponseEntity.status(answer.status()).headers(headers).body(answer.body());
    }

    private static String path(UUID customerId) {
        return "/api/carts/%s/checkout".formatted(customerId);
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(detail);
        return problem;
    }
}
