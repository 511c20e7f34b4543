package dev.banyan.shop.storefront;

import dev.banyan.shop.catalog.Catalog;
import dev.banyan.shop.catalog.ProductDetails;
import dev.banyan.shop.inventory.Stock;
import dev.banyan.shop.inventory.StockLevel;
import dev.banyan.shop.pricing.CustomerSegment;
import dev.banyan.shop.pricing.Offer;
import dev.banyan.shop.pricing.Prices;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Composes the front page of products that were chosen for it. Each module is asked once for all
/// of them. Only the catalog is needed; stock and prices may fail or be late.
@Component
class FrontPages {

    private final PartCalls calls;
    private final StorefrontSettings settings;
    private final Catalog catalog;
    private final Stock stock;
    private final Prices prices;

    FrontPages(
            PartCalls calls,
            StorefrontSettings settings,
            Catalog catalog,
            Stock stock,
            Prices prices) {
        this.calls = calls;
        this.settings = settings;
        this.catalog = catalog;
        this.stock = stock;
        this.prices = prices;
    }

    /// What became of a page that was asked for.
    sealed interface Composed {

        /// Here it is, as complete as it could be.
        record Page(FrontPage page) implements Composed {}

        /// The catalog did not answer.
        record Unavailable(String reason) implements Composed {}
    }

    /// All parts are asked for at once.
    Composed compose(List<UUID> chosen, CustomerSegment segment) {
        if (chosen.isEmpty()) {
            return new Composed.Page(FrontPage.EMPTY);
        }
        var products = ask("catalog", "", chosen, settings.catalogTimeout(), catalog::products);
        var levels = ask("inventory", "", chosen, settings.inventoryTimeout(), stock::levels);
        var offers =
                ask(
                        "pricing",
                        segment.name(),
                        chosen,
                        settings.pricingTimeout(),
                        ids -> prices.offers(new Prices.AskedOffers(ids, segment)));
        Part<List<ProductDetails>> details = products.get();
        return details.value() == null
                ? new Composed.Unavailable(String.valueOf(details.reason()))
                : new Composed.Page(page(chosen, details.value(), levels.get(), offers.get()));
    }

    /// The parts of many products have keys of their own, also where it is a single one.
    private <T> PartCalls.Asked<List<T>> ask(
            String name,
            String variant,
            List<UUID> chosen,
            Duration timeout,
            Function<List<UUID>, List<T>> call) {
        Callable<Optional<List<T>>> asked = () -> Optional.of(call.apply(chosen));
        return calls.ask(new PartCalls.Key(name, chosen, "front " + variant), timeout, asked);
    }

    private static FrontPage page(
            List<UUID> chosen,
            List<ProductDetails> details,
            Part<List<StockLevel>> levels,
            Part<List<Offer>> offers) {
        var known =
                details.stream().collect(Collectors.toMap(ProductDetails::id, Function.identity()));
        var products =
                chosen.stream()
                        .map(known::get)
                        .filter(Objects::nonNull)
                        .map(product -> featured(product, levels, offers))
                        .toList();
        var degraded =
                Stream.of(
                                levels.isDegraded() ? "inventory" : "",
                                offers.isDegraded() ? "pricing" : "")
                        .filter(name -> !name.isEmpty())
                        .toList();
        return new FrontPage(products, degraded.isEmpty(), degraded);
    }

    private static FrontPage.FeaturedProduct featured(
            ProductDetails product, Part<List<StockLevel>> levels, Part<List<Offer>> offers) {
        var id = product.id();
        return new FrontPage.FeaturedProduct(
                product,
                Part.among(levels, level -> level.productId().equals(id)),
                Part.among(offers, offer -> offer.productId().equals(id)));
    }
}
