package dev.banyan.shop.storefront;

import dev.banyan.shop.pricing.CustomerSegment;
import dev.banyan.shop.storefront.ProductPages.Composed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Pages for people to look at.
@RestController
@RequestMapping("/api/storefront")
@Tag(name = "storefront", description = "Pages composed from several modules")
class StorefrontController {

    private final ProductPages pages;

    StorefrontController(ProductPages pages) {
        this.pages = pages;
    }

    @GetMapping("/products/{productId}")
    @Operation(
            summary = "Show everything about a product",
            description =
                    "Composed from catalog, inventory, pricing, reviews and recommendation, which are asked at the same time. A module that does not answer in time is left out and named in degradedParts; only the catalog is required.")
    ProductPage product(
            @PathVariable UUID productId,
            @RequestParam(defaultValue = "REGULAR") CustomerSegment segment) {
        return switch (pages.compose(productId, segment)) {
            case Composed.Page composed -> composed.page();
            case Composed.Unknown unknown ->
                    throw problem(
                            HttpStatus.NOT_FOUND, "There is no product '%s'.".formatted(productId));
            case Composed.Unavailable unavailable ->
                    throw problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "The catalog does not answer (%s). Try again in a moment."
                                    .formatted(unavailable.reason()));
        };
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(detail);
        return problem;
    }
}
