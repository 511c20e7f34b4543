package dev.banyan.shop.catalog;

import dev.banyan.outbox.Idempotent;
import dev.banyan.shop.http.FieldProblem;
import dev.banyan.shop.money.Money;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of the catalog.
@RestController
@RequestMapping("/api")
@Tag(name = "catalog", description = "What can be bought: products, categories, search")
@Idempotent(module = "catalog")
class CatalogController {

    private static final String SKU = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final String CATEGORY = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";

    private final Assortment assortment;
    private final Categories categories;
    private final ProductSearch search;

    CatalogController(Assortment assortment, Categories categories, ProductSearch search) {
        this.assortment = assortment;
        this.categories = categories;
        this.search = search;
    }

    @GetMapping("/products")
    @Operation(summary = "Find products", description = "By words in name, brand and description")
    ProductSearch.Page find(
            @RequestParam(required = false) @Size(max = 200) @Nullable String query,
            @RequestParam(required = false) @Pattern(regexp = CATEGORY) @Nullable String category,
            @RequestParam(defaultValue = "0") @Min(0) @Max(10_000) int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
        var words = query == null || query.isBlank() ? null : query;
        return search.find(words, category, page, size);
    }

    @GetMapping("/products/{productId}")
    @Operation(summary = "Show a product")
    ProductDetails product(@PathVariable UUID productId) {
        return assortment
                .product(productId)
                .orElseThrow(() ->
                        problem(HttpStatus.NOT_FOUND, "There is no product '%s'.", productId));
    }

    @GetMapping("/products/by-sku/{sku}")
    @Operation(summary = "Show the product of a SKU")
    ProductDetails product(@PathVariable @Pattern(regexp = SKU) String sku) {
        return assortment
                .product(sku)
                .orElseThrow(() ->
                        problem(
                                HttpStatus.NOT_FOUND,
                                "There is no product with the SKU '%s'.",
                                sku));
    }

    @PostMapping("/products")
    @Operation(summary = "Put a product on offer")
    ResponseEntity<ProductDetails> add(@Valid @RequestBody NewProduct request) {
        requireCategory(request.category());
        if (assortment.knows(request.sku())) {
            throw new FieldProblem(
                    HttpStatus.CONFLICT,
                    "sku",
                    "The field 'sku' is '%s', which another product has.".formatted(request.sku()));
        }
        var added = assortment.add(request.sku(), request.text(), request.basePrice());
        return ResponseEntity.created(URI.create("/api/products/" + added.id())).body(added);
    }

    @PutMapping("/products/{productId}")
    @Operation(summary = "Change a product")
    ProductDetails change(
            @PathVariable UUID productId, @Valid @RequestBody ChangedProduct request) {
        requireCategory(request.category());
        return assortment
                .change(productId, request.text(), request.basePrice())
                .orElseThrow(() ->
                        problem(HttpStatus.NOT_FOUND, "There is no product '%s'.", productId));
    }

    @GetMapping("/categories")
    @Operation(summary = "List the categories")
    List<Category> categories() {
        return categories.all();
    }

    @PostMapping("/categories")
    @Operation(summary = "Add a category", description = "Its id is made from its name")
    ResponseEntity<Category> addCategory(@Valid @RequestBody NewCategory request) {
        var category = new Category(Category.idOf(request.name()), request.name(), 0);
        if (!categories.add(category.id(), category.name())) {
            throw new FieldProblem(
                    HttpStatus.CONFLICT,
                    "name",
                    "The field 'name' gives the category '%s', which exists."
                            .formatted(category.id()));
        }
        return ResponseEntity.created(URI.create("/api/products?category=" + category.id()))
                .body(category);
    }

    private void requireCategory(String category) {
        if (!categories.exists(category)) {
            throw new FieldProblem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "category",
                    "The field 'category' is '%s', which does not exist: see /api/categories."
                            .formatted(category));
        }
    }

    private static ErrorResponseException problem(HttpStatus status, String text, Object value) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(text.formatted(value));
        return problem;
    }

    /// A product to put on offer.
    record NewProduct(
            @NotNull @Pattern(regexp = SKU) String sku,
            @NotBlank @Size(max = 200) String name,
            @NotNull @Size(max = 4000) String description,
            @NotNull @Pattern(regexp = CATEGORY) String category,
            @NotBlank @Size(max = 100) String brand,
            @NotNull Money basePrice) {

        ProductText text() {
            return new ProductText(name, description, category, brand);
        }
    }

    /// What a product is to be from now on.
    record ChangedProduct(
            @NotBlank @Size(max = 200) String name,
            @NotNull @Size(max = 4000) String description,
            @NotNull @Pattern(regexp = CATEGORY) String category,
            @NotBlank @Size(max = 100) String brand,
            @NotNull Money basePrice) {

        ProductText text() {
            return new ProductText(name, description, category, brand);
        }
    }

    /// A category to add.
    record NewCategory(
            @NotNull @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9 &-]{0,38}[A-Za-z0-9]") String name) {}
}
