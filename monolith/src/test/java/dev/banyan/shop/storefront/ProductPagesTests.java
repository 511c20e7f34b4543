package dev.banyan.shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.banyan.shop.catalog.Catalog;
import dev.banyan.shop.catalog.ProductDetails;
import dev.banyan.shop.inventory.StockLevel;
import dev.banyan.shop.money.Money;
import dev.banyan.shop.pricing.CustomerSegment;
import dev.banyan.shop.recommendation.Recommendations;
import dev.banyan.shop.reviews.ReviewSummary;
import dev.banyan.shop.reviews.Reviews;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProductPagesTests {

    private static final UUID ID = new UUID(0, 1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private StorefrontSettings settings = waitingForReviews(LONG);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private PartCalls calls = new PartCalls(settings, meters);
    private final AtomicInteger asked = new AtomicInteger();

    private Catalog catalog =
            ids ->
                    List.of(
                            new ProductDetails(
                                    ID,
                                    "sku",
                                    "Lamp",
                                    "",
                                    "home",
                                    "Oakline",
                                    Money.of("10", "EUR")));
    private Reviews reviews =
            ids -> {
                asked.incrementAndGet();
                return List.of(new ReviewSummary(ID, BigDecimal.ONE, 1, Map.of(1, 1L)));
            };
    private Recommendations recommendations = (id, limit) -> List.of();

    @AfterEach
    void stop() {
        calls.destroy();
    }

    private static StorefrontSettings waitingForReviews(Duration limit) {
        return new StorefrontSettings(
                LONG, LONG, LONG, limit, LONG, LONG.plus(LONG), Duration.ofMinutes(5), 100, 4);
    }

    private void waitShortlyForReviews() {
        calls.destroy();
        settings = waitingForReviews(Duration.ofMillis(300));
        calls = new PartCalls(settings, meters);
    }

    @Test
    void isCompleteWhenAllModulesAnswer() {
        var page = page();

        assertThat(page.complete()).isTrue();
        assertThat(page.degradedParts()).isEmpty();
        assertThat(page.inventory().value()).isEqualTo(new StockLevel(ID, 5, 0, 5, true));
    }

    @Test
    void leavesOutAModuleThatHangsAndNamesIt() {
        waitShortlyForReviews();
        var never = new CountDownLatch(1);
        reviews =
                ids -> {
                    await(never);
                    return List.of();
                };

        var page = page();

        assertThat(page.degradedParts()).containsExactly("reviews");
        assertThat(page.reviews()).isEqualTo(Part.degraded("timeout"));
        assertThat(page.pricing().state()).isEqualTo(Part.State.OK);
    }

    @Test
    void leavesOutAModuleThatFails() {
        recommendations =
                (id, limit) -> {
                    throw new IllegalStateException("down");
                };

        assertThat(page().recommendations()).isEqualTo(Part.degraded("failed"));
    }

    @Test
    void asksAgainForWhatWasDegradedButNotForWhatWasGood() {
        recommendations =
                (id, limit) -> {
                    throw new IllegalStateException("down");
                };
        page();
        recommendations = (id, limit) -> List.of();

        var page = page();

        assertThat(page.complete()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainForWhatHasChanged() {
        page();
        calls.forget("reviews", ID);

        page();

        assertThat(asked).hasValue(2);
    }

    @Test
    void doesNotAskMoreThanSoManyTimesAtOnce() {
        var never = fillAllPlacesForReviews();

        assertThat(page().reviews()).isEqualTo(Part.degraded("overloaded"));
        never.countDown();
    }

    @Test
    void countsWhatIsRefusedAsOverloadedAndWritesNoLineForIt() {
        var never = fillAllPlacesForReviews();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var log = (Logger) LoggerFactory.getLogger(PartCalls.class);
        log.addAppender(lines);

        double before = overloaded();
        page();
        page();

        log.detachAppender(lines);
        never.countDown();
        assertThat(lines.list).isEmpty();
        assertThat(overloaded() - before).isEqualTo(2);
    }

    private double overloaded() {
        return meters.counter("shop.storefront.parts", "part", "reviews", "outcome", "overloaded")
                .count();
    }

    /// None of the calls ends before the latch is opened, even when it is given up. What is asked
    /// after them may take long to be refused.
    private CountDownLatch fillAllPlacesForReviews() {
        waitShortlyForReviews();
        var never = new CountDownLatch(1);
        var begun = new AtomicInteger();
        reviews =
                ids -> {
                    begun.incrementAndGet();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        await(never);
                    }
                    return List.of();
                };
        Awaitility.await()
                .atMost(LONG)
                .until(() -> page().reviews().isDegraded() && begun.get() == 4);
        settings = waitingForReviews(LONG);
        return never;
    }

    @Test
    void losesNoPlaceToCallsThatAreGivenUpBeforeTheyBegin() {
        for (int number = 0; number < 1_000; number++) {
            calls.ask(key(number), Duration.ofNanos(1), () -> Optional.of("late")).get();
        }

        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        calls.ask(key(1_000), LONG, () -> Optional.of("there"))
                                .get()
                                .equals(Part.of("there")));
    }

    private static PartCalls.Key key(int number) {
        return new PartCalls.Key("reviews", List.of(new UUID(1, number)), "");
    }

    @Test
    void saysThatThereIsNoSuchProduct() {
        catalog = ids -> List.of();

        assertThat(composed()).isEqualTo(new ProductPages.Composed.Unknown());
    }

    @Test
    void saysThatTheCatalogIsDown() {
        catalog =
                ids -> {
                    throw new IllegalStateException("down");
                };

        assertThat(composed()).isEqualTo(new ProductPages.Composed.Unavailable("failed"));
    }

    private ProductPage page() {
        return ((ProductPages.Composed.Page) composed()).page();
    }

    private ProductPages.Composed composed() {
        var shelves = new Shelves();
        shelves.levels = List.of(new StockLevel(ID, 5, 0, 5, true));
        return new ProductPages(
                        calls, settings, catalog, shelves, new TenEuros(), reviews, recommendations)
                .compose(ID, CustomerSegment.REGULAR);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
