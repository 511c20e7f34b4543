package dev.banyan.shop.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import au.com.dius.pact.consumer.ConsumerPactRunnerKt;
import au.com.dius.pact.consumer.PactTestExecutionContext;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import dev.banyan.contracts.ConsumedEvent;
import dev.banyan.contracts.PactFile;
import dev.banyan.seam.SeamClients;
import dev.banyan.shop.events.inventory.LowStockDetected;
import dev.banyan.shop.events.inventory.StockLevelChanged;
import dev.banyan.shop.inventory.ReservationOutcome.Status;
import dev.banyan.shop.inventory.ReserveStock;
import dev.banyan.shop.inventory.Stock;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.databind.json.JsonMapper;

/// What the other modules of the shop ask of inventory over HTTP, through the interface that they
/// call today, and what they read of its events. An interaction that is not used here fails.
class ShopPactTests {

    private static final Path PACT =
            Path.of(System.getProperty("banyan.root"), "contracts", "pacts", "shop-inventory.json");

    @Test
    void theShopUsesEveryInteractionOfItsPactAndNoOther() {
        var pact = (V4Pact) DefaultPactReader.INSTANCE.loadPact(PACT.toFile());

        var result =
                ConsumerPactRunnerKt.<PactTestExecutionContext>runConsumerTest(
                        pact,
                        MockProviderConfig.createDefault(PactSpecVersion.V4),
                        (server, context) -> {
                            use(client(server.getUrl()));
                            return context;
                        });

        assertThat(result).as("%s", result).isInstanceOf(PactVerificationResult.Ok.class);
    }

    @Test
    void theShopUnderstandsTheEventsOfItsPact() {
        var events = ConsumedEvent.of(PactFile.read(PACT));
        var json = JsonMapper.builder().build();

        assertThat(events)
                .extracting(ConsumedEvent::type)
                .containsExactly("inventory.low-stock-detected", "inventory.stock-level-changed");
        var low = json.readValue(events.getFirst().data(), LowStockDetected.class);
        assertThat(low.subject()).isEqualTo(product(21).toString());
        assertThat(List.of(low.available(), low.threshold())).containsExactly(3, 3);
        assertThat(low).hasNoNullFieldsOrProperties();
        var changed = json.readValue(events.getLast().data(), StockLevelChanged.class);
        assertThat(changed.subject()).isEqualTo(product(22).toString());
        assertThat(changed.available()).isEqualTo(5);
        assertThat(changed).hasNoNullFieldsOrProperties();
    }

    private static void use(Stock stock) {
        assertThat(stock.reserve(wish(11, line(11, 2))).status()).isEqualTo(Status.RESERVED);
        assertThat(stock.reserve(wish(12, line(12, 2))).orderId()).isEqualTo(order(12));
        var rejected = stock.reserve(wish(13, line(13, 1), line(14, 6)));
        assertThat(rejected.status()).isEqualTo(Status.REJECTED);
        assertThat(rejected.missing()).containsExactly(product(14));
        isRefused(() -> stock.reserve(wish(14, line(11, 0))));
        assertThat(stock.release(order(15)).status()).isEqualTo(Status.RELEASED);
        assertThat(stock.release(order(16)).status()).isEqualTo(Status.RELEASED);
        var levels = stock.levels(List.of(product(17), product(999)));
        assertThat(levels).hasSize(1);
        assertThat(levels.getFirst().available()).isEqualTo(5);
        isRefused(() -> stock.levels(List.of()));
    }

    /// The interface itself, called as the seam calls it.
    private static Stock client(String url) {
        return SeamClients.of(Stock.class, URI.create(url), "a-token-of-the-shop");
    }

    private static void isRefused(ThrowingCallable call) {
        assertThatExceptionOfType(RestClientResponseException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.getStatusCode().value()).isEqualTo(400));
    }

    private static ReserveStock wish(int order, ReserveStock.Line... lines) {
        return new ReserveStock(order(order), List.of(lines));
    }

    private static ReserveStock.Line line(int product, int quantity) {
        return new ReserveStock.Line(product(product), quantity);
    }

    private static UUID product(int number) {
        return UUID.fromString("01890000-0000-7000-8000-0000000a%04d".formatted(number));
    }

    private static UUID order(int number) {
        return UUID.fromString("01890000-0000-7000-8000-0000000b%04d".formatted(number));
    }
}
