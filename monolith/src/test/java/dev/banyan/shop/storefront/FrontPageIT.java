package dev.banyan.shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopClient.Answer;
import dev.banyan.shop.running.ShopTest;
import dev.banyan.shop.seed.Seed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ShopTest
class FrontPageIT {

    private static final String FRONT = "/api/storefront/front";
    private static final String CHOSEN = "/api/storefront/front/products";
    private static final UUID HEADPHONES = UUID.fromString("018cc251-f400-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("018cc251-f400-7000-8000-000000000002");

    private final ShopClient shop;
    private final JdbcTemplate books;
    private final StorefrontSeed seed;

    @Autowired
    FrontPageIT(@LocalServerPort int port, TestDatabase database, StorefrontSeed seed) {
        this.shop = new ShopClient(port);
        this.books = new JdbcTemplate(database.dataSource());
        this.seed = seed;
    }

    @Test
    void showsWhatWasChosenWithStockAndPrice() {
        assertThat(choose(List.of(OTHER, UUID.randomUUID(), HEADPHONES)).status()).isEqualTo(200);

        var page = shop.get(FRONT);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body().get("complete").asBoolean()).isTrue();
        assertThat(page.body().get("products")).hasSize(2);
        assertThat(page.text("products.0.product.id")).isEqualTo(OTHER.toString());
        assertThat(page.text("products.1.product.name")).isEqualTo("Wireless Headphones");
        assertThat(page.text("products.1.inventory.state")).isEqualTo("OK");
        assertThat(page.text("products.1.pricing.value.productId"))
                .isEqualTo(HEADPHONES.toString());
    }

    @Test
    void showsTheStockOfAMomentAgo() {
        choose(List.of(OTHER));
        int before = shop.get(FRONT).number("products.0.inventory.value.onHand");

        restock(OTHER, 3);

        assertThat(shop.get(FRONT).number("products.0.inventory.value.onHand"))
                .isEqualTo(before + 3);
    }

    @Test
    void keepsTheLastChoiceHoweverOftenItIsMade() {
        choose(List.of(OTHER, HEADPHONES));
        choose(List.of(HEADPHONES, OTHER));
        choose(List.of(HEADPHONES, OTHER));

        assertThat(chosen()).containsExactly(HEADPHONES, OTHER);
        assertThat(choose(List.of()).status()).isEqualTo(200);
        assertThat(chosen()).isEmpty();
        assertThat(shop.get(FRONT).body().get("products")).isEmpty();
    }

    @Test
    void makesTheFirstChoiceOfAShopWithoutSeed() {
        forgetAll();

        assertThat(chosen()).isEmpty();
        assertThat(choose(List.of(OTHER)).status()).isEqualTo(200);

        assertThat(chosen()).containsExactly(OTHER);
    }

    @Test
    void refusesTooManyAndTheSameTwice() {
        choose(List.of(OTHER));
        var tooMany = Stream.generate(UUID::randomUUID).limit(25).toList();

        assertRefused(choose(tooMany));
        assertRefused(choose(List.of(HEADPHONES, HEADPHONES)));

        assertThat(chosen()).containsExactly(OTHER);
    }

    @Test
    void beginsWithWhatWasBoughtMostAndStaysEmptyOnceSomebodyEmptiedIt() {
        forgetAll();
        var products = Stream.of(3, 9, 5).map(FrontPageIT::boughtSoOften).toList();
        var planted = new Seed(products, List.of(), List.of(), List.of(), List.of());

        seed.plant(planted);

        assertThat(chosen())
                .containsExactly(products.get(1).id(), products.get(2).id(), products.get(0).id());
        choose(List.of());
        seed.plant(planted);
        assertThat(chosen()).isEmpty();
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("errors.0.field")).isEqualTo("productIds");
    }

    private static Seed.Product boughtSoOften(int orders) {
        return new Seed.Product(
                new UUID(7, orders),
                "sku-" + orders,
                "Name",
                "",
                "home",
                "Home",
                "Oakline",
                BigDecimal.TEN,
                "EUR",
                1,
                orders);
    }

    private void restock(UUID product, int quantity) {
        var answer =
                shop.post(
                        "/api/inventory/%s/restock".formatted(product),
                        "{\"quantity\":%d}".formatted(quantity),
                        Optional.empty());
        assertThat(answer.status()).isEqualTo(200);
    }

    private void forgetAll() {
        books.update("DELETE FROM storefront.selected_product");
        books.update("DELETE FROM storefront.selection");
    }

    private Answer choose(List<UUID> products) {
        var ids = products.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", "));
        return shop.put(CHOSEN, "{\"productIds\": [%s]}".formatted(ids));
    }

    private List<UUID> chosen() {
        return shop.get(CHOSEN)
                .body()
                .get("productIds")
                .valueStream()
                .map(id -> UUID.fromString(id.asString()))
                .toList();
    }
}
