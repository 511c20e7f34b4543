package dev.banyan.shop.storefront;

import dev.banyan.shop.catalog.Catalog;
import dev.banyan.shop.catalog.ProductDetails;
import dev.banyan.shop.inventory.Stock;
import dev.banyan.shop.pricing.CustomerSegment;
import dev.banyan.shop.pricing.Prices;
import dev.banyan.shop.recommendation.Recommendations;
import dev.banyan.shop.reviews.Reviews;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Component;

/// Composes product pages. Only the catalog is needed for one; all others may fail or be late.
@Component
class ProductPages {

    private static final int RECOMMENDED = 4;

    private final PartCalls calls;
    private final StorefrontSettings settings;
    private final Catalog catalog;
    private final Stock stock;
    private final Prices prices;
    private final Reviews reviews;
    private final Recommendations recommendations;

    ProductPages(
            PartCalls calls,
            StorefrontSettings settings,
            Catalog catalog,
            Stock stock,
            Prices prices,
            Reviews reviews,
            Recommendations recommendations) {
        this.calls = calls;
        this.settings = settings;
        this.catalog = catalog;
        this.stock = stock;
        this.prices = prices;
        this.reviews = reviews;
        this.recommendations = recommendations;
    }

    /// What became of a page that was asked for.
    sealed interface Composed {

        /// Here it is, as complete as it could be.
        record Page(ProductPage page) implements Composed {}

        /// The catalog knows no such product.
        record Unknown() implements Composed {}

        /// The catalog did not answer.
        record Unavailable(String reason) implements Composed {}
    }

    /// All parts are asked for at once, and none is waited for after the total timeout.
    Composed compose(UUID id, CustomerSegment segment) {
        var one = List.of(id);
        var product =
                ask("catalog", id, settings.catalogTimeout(), () -> first(catalog.products(one)));
        var level =
                ask("inventory", id, settings.inventoryTimeout(), () -> first(stock.levels(one)));
        var offer =
                calls.ask(
                        new PartCalls.Key("pricing", one, segment.name()),
                        settings.pricingTimeout(),
                        () -> first(prices.offers(new Prices.AskedOffers(one, segment))));
        var summary =
                ask("reviews", id, settings.reviewsTimeout(), () -> first(reviews.summaries(one)));
        var beside =
                ask(
                        "recommendations",
                        id,
                        settings.recommendationTimeout(),
                        () -> Optional.of(recommendations.beside(id, RECOMMENDED)));
        Part<ProductDetails> details = product.get();
        if (details.value() == null) {
            return details.isDegraded()
                    ? new Composed.Unavailable(String.valueOf(details.reason()))
                    : new Composed.Unknown();
        }
        return new Composed.Page(
                ProductPage.of(
                        details.value(), level.get(), offer.get(), summary.get(), beside.get()));
    }

    private <T> PartCalls.Asked<T> ask(
            String name, UUID productId, Duration timeout, Callable<Optional<T>> call) {
        return calls.ask(new PartCalls.Key(name, List.of(productId), ""), timeout, call);
    }

    private static <T> Optional<T> first(List<T> answer) {
        return answer.stream().findFirst();
    }
}
