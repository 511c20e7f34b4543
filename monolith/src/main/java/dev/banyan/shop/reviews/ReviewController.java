package dev.banyan.shop.reviews;

import dev.banyan.outbox.Idempotent;
import dev.banyan.shop.http.FieldProblem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of reviews.
@RestController
@RequestMapping("/api/reviews")
@Tag(name = "reviews", description = "What customers think of products")
@Idempotent(module = "reviews")
class ReviewController {

    private final Reviewing reviewing;
    private final Ratings ratings;

    ReviewController(Reviewing reviewing, Ratings ratings) {
        this.reviewing = reviewing;
        this.ratings = ratings;
    }

    @GetMapping
    @Operation(summary = "List the reviews of a product", description = "The newest first")
    List<Review.View> newest(
            @RequestParam UUID productId,
            @RequestParam(defaultValue = "0") @Min(0) @Max(10_000) int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
        requireProduct(productId);
        return reviewing.newest(productId, page, size);
    }

    @GetMapping("/summary")
    @Operation(summary = "Summarise the reviews of a product")
    ReviewSummary summary(@RequestParam UUID productId) {
        return ratings.of(List.of(productId)).stream()
                .findFirst()
                .orElseThrow(() -> unknownProduct(productId));
    }

    @GetMapping("/{reviewId}")
    @Operation(summary = "Show a review")
    Review.View find(@PathVariable UUID reviewId) {
        return reviewing
                .find(reviewId)
                .orElseThrow(() ->
                        problem(
                                HttpStatus.NOT_FOUND,
                                "There is no review '%s'.".formatted(reviewId)));
    }

    @PostMapping
    @Operation(summary = "Review a product", description = "Once for each customer and product")
    ResponseEntity<Review.View> submit(@Valid @RequestBody NewReview request) {
        requireProduct(request.productId());
        var review =
                reviewing
                        .submit(
                                request.productId(),
                                request.customerId(),
                                request.rating(),
                                request.title(),
                                request.body())
                        .orElseThrow(() -> reviewedBefore(request));
        return ResponseEntity.created(URI.create("/api/reviews/" + review.id())).body(review);
    }

    private void requireProduct(UUID productId) {
        if (!ratings.knows(productId)) {
            throw unknownProduct(productId);
        }
    }

    private static ErrorResponseException unknownProduct(UUID productId) {
        return problem(
                HttpStatus.NOT_FOUND,
                "The field 'productId' is '%s', which is no product.".formatted(productId));
    }

    private static ErrorResponseException reviewedBefore(NewReview request) {
        return new FieldProblem(
                HttpStatus.CONFLICT,
                "customerId",
                "The field 'customerId' is '%s', who has reviewed product '%s' before."
                        .formatted(request.customerId(), request.productId()));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(detail);
        return problem;
    }

    /// What a customer thinks of a product.
    ///
    /// @param rating 1, the worst, to 5, the best
    record NewReview(
            @NotNull UUID productId,
            @NotNull UUID customerId,
            @Min(1) @Max(5) int rating,
            @NotBlank @Size(max = 120) String title,
            @NotNull @Size(max = 4000) String body) {}
}
