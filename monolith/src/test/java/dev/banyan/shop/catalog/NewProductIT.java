package dev.banyan.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopTest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ShopTest
class NewProductIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ShopClient shop;

    NewProductIT(@LocalServerPort int port) {
        this.shop = new ShopClient(port);
    }

    @Test
    void aNewProductIsFoundPricedReviewedAndRecommendedFor() {
        var id = added("sku-" + UUID.randomUUID(), "Zeppelin");

        assertThat(shop.get("/api/products?query=zeppelins").text("items.0.id")).isEqualTo(id);
        assertThat(known("/api/prices/" + id).text("currentPrice.amount")).isEqualTo("80.0");
        assertThat(known("/api/recommendations/" + id).text("0.reason"))
                .isEqualTo("POPULAR_IN_CATEGORY");
        known("/api/reviews/summary?productId=" + id);
        assertThat(review(id, 4).status()).isEqualTo(201);
        assertThat(review(id, 1).status()).isEqualTo(409);
        var summary = shop.get("/api/reviews/summary?productId=" + id);
        assertThat(summary.text("averageRating")).isEqualTo("4.0");
        assertThat(summary.number("ratingDistribution.4")).isEqualTo(1);
    }

    @Test
    void aPromotionLowersThePriceOnThePageUntilItEnds() {
        var id = added("sku-" + UUID.randomUUID(), "Balloon");
        known("/api/prices/" + id);
        var page = "/api/storefront/products/" + id;
        assertThat(price(page)).isEqualTo("80.0");

        var promotion =
                shop.post(
                        "/api/prices/%s/promotions".formatted(id),
                        "{\"price\": {\"amount\": 60, \"currency\": \"EUR\"}, \"endsAt\": \"2027-06-01T00:00:00Z\"}",
                        Optional.empty());

        assertThat(promotion.status()).isEqualTo(201);
        assertThat(price(page)).isEqualTo("60.0");
        assertThat(shop.get(page).text("pricing.value.discountPercentage")).isEqualTo("25.0");
        assertThat(shop.delete(promotion.location().orElseThrow()).status()).isEqualTo(200);
        assertThat(price(page)).isEqualTo("80.0");
    }

    private String price(String page) {
        return shop.get(page).text("pricing.value.currentPrice.amount");
    }

    private String added(String sku, String name) {
        var answer =
                shop.post(
                        "/api/products",
                        """
                        {"sku": "%s", "name": "%s", "description": "", "category": "toys", "brand": "Oakline",
                         "basePrice": {"amount": 80, "currency": "EUR"}}
                        """
                                .formatted(sku, name),
                        Optional.of(sku));
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("id");
    }

    private ShopClient.Answer review(String product, int rating) {
        return shop.post(
                "/api/reviews",
                "{\"productId\": \"%s\", \"customerId\": \"018cc251-f401-7000-8000-000000000001\", \"rating\": %d, \"title\": \"T\", \"body\": \"\"}"
                        .formatted(product, rating),
                Optional.empty());
    }

    /// Waits until a module has learned of what another one has told.
    private ShopClient.Answer known(String path) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var answer = shop.get(path);
        while (answer.status() == 404) {
            assertThat(System.nanoTime()).as(path).isLessThan(deadline);
            answer = shop.get(path);
        }
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer;
    }
}
