package dev.banyan.shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.catalog.Catalog;
import dev.banyan.shop.catalog.ProductDetails;
import dev.banyan.shop.inventory.StockLevel;
import dev.banyan.shop.money.Money;
import dev.banyan.shop.pricing.CustomerSegment;
import dev.banyan.shop.pricing.Offer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontPagesTests {

    private static final UUID LAMP = new UUID(0, 1);
    private static final UUID CHAIR = new UUID(0, 2);
    private static final UUID GONE = new UUID(0, 3);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final StorefrontSettings settings =
            new StorefrontSettings(
                    LONG, LONG, LONG, LONG, LONG, LONG.plus(LONG), Duration.ofMinutes(5), 100, 4);
    private final PartCalls calls = new PartCalls(settings, new SimpleMeterRegistry());
    private final Shelves shelves = new Shelves();
    private Catalog catalog =
            ids -> Set.of(LAMP, CHAIR).stream().filter(ids::contains).map(this::details).toList();

    @AfterEach
    void stop() {
        calls.destroy();
    }

    @Test
    void showsWhatWasChosenInItsOrder() {
        assertThat(shown(page(CHAIR, LAMP))).containsExactly(CHAIR, LAMP);
        assertThat(shown(page(LAMP, CHAIR))).containsExactly(LAMP, CHAIR);
    }

    @Test
    void leavesOutWhatTheCatalogDoesNotKnow() {
        var page = page(GONE, LAMP);

        assertThat(shown(page)).containsExactly(LAMP);
        assertThat(page.complete()).isTrue();
    }

    @Test
    void givesEachProductItsOwnStockAndPrice() {
        shelves.levels = List.of(level(CHAIR, 7), level(LAMP, 3));

        var lamp = page(LAMP, CHAIR).products().getFirst();

        assertThat(lamp.inventory()).isEqualTo(Part.of(level(LAMP, 3)));
        assertThat(lamp.pricing().value()).extracting(Offer::productId).isEqualTo(LAMP);
    }

    @Test
    void saysWhatAModuleKnowsNothingAbout() {
        shelves.levels = List.of(level(CHAIR, 7));

        var page = page(LAMP, CHAIR);

        assertThat(page.products().getFirst().inventory()).isEqualTo(Part.absent());
        assertThat(page.complete()).isTrue();
    }

    @Test
    void leavesOutAModuleThatFailsAndNamesIt() {
        shelves.down = true;

        var page = page(LAMP, CHAIR);

        assertThat(shown(page)).containsExactly(LAMP, CHAIR);
        assertThat(page.products())
                .extracting(FrontPage.FeaturedProduct::inventory)
                .containsOnly(Part.degraded("failed"));
        assertThat(page.products().getFirst().pricing().state()).isEqualTo(Part.State.OK);
        assertThat(page.complete()).isFalse();
        assertThat(page.degradedParts()).containsExactly("inventory");
    }

    @Test
    void asksOnceForAllAndAgainWhenOneOfThemHasChanged() {
        page(LAMP, CHAIR);
        page(LAMP, CHAIR);
        assertThat(shelves.asked).hasValue(1);

        calls.forget("inventory", CHAIR);
        page(LAMP, CHAIR);

        assertThat(shelves.asked).hasValue(2);
    }

    @Test
    void asksNobodyForAnEmptyPage() {
        catalog =
                ids -> {
                    throw new IllegalStateException("asked for " + ids);
                };

        assertThat(page()).isEqualTo(FrontPage.EMPTY);
    }

    @Test
    void saysThatTheCatalogIsDown() {
        catalog =
                ids -> {
                    throw new IllegalStateException("down");
                };

        assertThat(composed(List.of(LAMP)))
                .isEqualTo(new FrontPages.Composed.Unavailable("failed"));
    }

    private FrontPage page(UUID... chosen) {
        return ((FrontPages.Composed.Page) composed(List.of(chosen))).page();
    }

    private FrontPages.Composed composed(List<UUID> chosen) {
        return new FrontPages(calls, settings, catalog, shelves, new TenEuros())
                .compose(chosen, CustomerSegment.REGULAR);
    }

    private static List<UUID> shown(FrontPage page) {
        return page.products().stream().map(shown -> shown.product().id()).toList();
    }

    private ProductDetails details(UUID id) {
        return new ProductDetails(
                id, "sku-" + id, "Name", "", "home", "Oakline", Money.of("10", "EUR"));
    }

    private static StockLevel level(UUID id, int available) {
        return new StockLevel(id, available, 0, available, true);
    }
}
