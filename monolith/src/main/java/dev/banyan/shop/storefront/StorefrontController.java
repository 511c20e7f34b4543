package dev.banyan.shop.storefront;

import dev.banyan.shop.pricing.CustomerSegment;
import dev.banyan.shop.storefront.ProductPages.Composed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.UniqueElements;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Pages for people to look at.
@RestController
@RequestMapping("/api/storefront")
@Tag(name = "storefront", description = "Pages composed from several modules")
class StorefrontController {

    private final ProductPages pages;
    private final FrontPages frontPages;
    private final Selecting selecting;

    StorefrontController(ProductPages pages, FrontPages frontPages, Selecting selecting) {
        this.pages = pages;
        this.frontPages = frontPages;
        this.selecting = selecting;
    }

    @GetMapping("/front")
    @Operation(
            summary = "Show the front page",
            description =
                    "The products that were chosen for it, in their order, composed from catalog, inventory and pricing. What the catalog does not know is left out. A module that does not answer in time is named in degradedParts; only the catalog is required.")
    FrontPage front(@RequestParam(defaultValue = "REGULAR") CustomerSegment segment) {
        return switch (frontPages.compose(selecting.front(), segment)) {
            case FrontPages.Composed.Page composed -> composed.page();
            case FrontPages.Composed.Unavailable unavailable ->
                    throw withoutCatalog(unavailable.reason());
        };
    }

    @GetMapping("/front/products")
    @Operation(summary = "List what was chosen for the front page")
    ChosenProducts chosen() {
        return new ChosenProducts(selecting.front());
    }

    @PutMapping("/front/products")
    @Operation(
            summary = "Choose what is on the front page",
            description =
                    "In place of what was chosen before, the first one first; none at all empties the page")
    ChosenProducts choose(@Valid @RequestBody ChosenProducts request) {
        selecting.chooseFront(request.productIds());
        return request;
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
            case Composed.Unavailable unavailable -> throw withoutCatalog(unavailable.reason());
        };
    }

    private static ErrorResponseException withoutCatalog(String reason) {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The catalog does not answer (%s). Try again in a moment.".formatted(reason));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(detail);
        return problem;
    }

    /// What is on the front page, in this order.
    record ChosenProducts(
            @NotNull @Size(max = Selection.MOST) @UniqueElements List<@NotNull UUID> productIds) {}
}
