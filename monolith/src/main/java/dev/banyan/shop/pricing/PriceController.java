package dev.banyan.shop.pricing;

import dev.banyan.outbox.Idempotent;
import dev.banyan.shop.http.FieldProblem;
import dev.banyan.shop.money.Money;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of prices.
@RestController
@RequestMapping("/api/prices")
@Tag(name = "pricing", description = "What a product costs, for whom, and until when")
@Idempotent(module = "pricing")
class PriceController {

    private static final Duration LONGEST_PROMOTION = Duration.ofDays(3 * 366);
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private final PriceList prices;
    private final Promoting promoting;
    private final Clock clock;

    PriceController(PriceList prices, Promoting promoting, Clock clock) {
        this.prices = prices;
        this.promoting = promoting;
        this.clock = clock;
    }

    @GetMapping("/{productId}")
    @Operation(summary = "Show what a product costs now")
    Offer offer(
            @PathVariable UUID productId,
            @RequestParam(defaultValue = "REGULAR") CustomerSegment segment) {
        return prices.offers(List.of(productId), segment).stream()
                .findFirst()
                .orElseThrow(() -> withoutPrice(productId));
    }

    @PutMapping("/{productId}")
    @Operation(summary = "Set the list price of a product")
    Price set(@PathVariable UUID productId, @Valid @RequestBody NewPrice request) {
        requireBound(request.amount());
        var price = new Price(productId, request.amount());
        promoting.setListPrice(price);
        return price;
    }

    @GetMapping("/{productId}/promotions")
    @Operation(summary = "List the promotions of a product that have not ended")
    List<Promotion.View> promotions(@PathVariable UUID productId) {
        listPrice(productId);
        return promoting.of(productId);
    }

    @PostMapping("/{productId}/promotions")
    @Operation(summary = "Lower the price of a product for a while")
    ResponseEntity<Promotion.View> promote(
            @PathVariable UUID productId, @Valid @RequestBody NewPromotion request) {
        var startsAt = request.startsAt() == null ? clock.instant() : request.startsAt();
        requirePeriod(startsAt, request.endsAt());
        requireLower(listPrice(productId), request.price());
        requireRoom(productId);
        var promotion =
                promoting.begin(
                        productId, request.segment(), request.price(), startsAt, request.endsAt());
        return ResponseEntity.created(URI.create("/api/prices/promotions/" + promotion.id()))
                .body(promotion);
    }

    @DeleteMapping("/promotions/{promotionId}")
    @Operation(summary = "End a promotion now")
    Promotion.View end(@PathVariable UUID promotionId) {
        return promoting
                .end(promotionId)
                .orElseThrow(() ->
                        problem(
                                HttpStatus.NOT_FOUND,
                                "There is no promotion '%s'.".formatted(promotionId)));
    }

    private Money listPrice(UUID productId) {
        return prices.of(productId).map(Price::amount).orElseThrow(() -> withoutPrice(productId));
    }

    private void requirePeriod(Instant startsAt, Instant endsAt) {
        var now = clock.instant();
        var earliest = now.minus(LONGEST_PROMOTION);
        var latest = now.plus(LONGEST_PROMOTION);
        if (startsAt.isBefore(earliest) || startsAt.isAfter(latest)) {
            throw outside("startsAt", startsAt, earliest, latest);
        }
        var begin = startsAt.isAfter(now) ? startsAt : now;
        if (!endsAt.isAfter(begin) || endsAt.isAfter(latest)) {
            throw outside("endsAt", endsAt, begin, latest);
        }
    }

    private static ErrorResponseException outside(
            String field, Instant value, Instant from, Instant to) {
        return new FieldProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                field,
                "The field '%s' is '%s', it must be between '%s' and '%s'."
                        .formatted(field, value, from, to));
    }

    private static void requireLower(Money listPrice, Money price) {
        if (!price.currency().equals(listPrice.currency())
                || price.amount().compareTo(listPrice.amount()) >= 0) {
            throw new FieldProblem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "price",
                    "The field 'price' is '%s', it must be below the list price '%s'."
                            .formatted(price, listPrice));
        }
    }

    private void requireRoom(UUID productId) {
        if (promoting.of(productId).size() >= Promoting.MOST) {
            throw new FieldProblem(
                    HttpStatus.CONFLICT,
                    "promotions",
                    "The product '%s' has %d promotions, that is the limit: end one first."
                            .formatted(productId, Promoting.MOST));
        }
    }

    private static void requireBound(Money price) {
        if (price.amount().compareTo(MOST) > 0) {
            throw new FieldProblem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "amount",
                    "The field 'amount' is '%s', the limit is %s.".formatted(price, MOST));
        }
    }

    private static ErrorResponseException withoutPrice(UUID productId) {
        return problem(HttpStatus.NOT_FOUND, "Product '%s' has no price.".formatted(productId));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(detail);
        return problem;
    }

    /// A price to set.
    record NewPrice(@NotNull Money amount) {}

    /// A promotion to begin.
    ///
    /// @param segment whom it is for; left out, it is for everybody
    /// @param startsAt left out, it starts now
    record NewPromotion(
            @Nullable CustomerSegment segment,
            @NotNull Money price,
            @Nullable Instant startsAt,
            @NotNull Instant endsAt) {}
}
