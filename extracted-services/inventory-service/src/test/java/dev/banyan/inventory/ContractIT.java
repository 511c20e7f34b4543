package dev.banyan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.contracts.ApiDocument;
import dev.banyan.contracts.ConsumedEvent;
import dev.banyan.contracts.EventSchema;
import dev.banyan.contracts.PactFile;
import dev.banyan.contracts.PactVerification;
import dev.banyan.contracts.shop.Outbox;
import dev.banyan.contracts.shop.RunningInventory;
import dev.banyan.contracts.shop.RunningSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The contracts of inventory, as the service keeps them, and those that it relies on.
class ContractIT {

    private static final Path CONTRACTS = Path.of(System.getProperty("banyan.root"), "contracts");

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @TestFactory
    List<DynamicTest> keepsWhatOthersRelyOn() throws IOException {
        return pacts().stream()
                .filter(pact -> pact.provider().equals("inventory"))
                .map(pact -> DynamicTest.dynamicTest(pact.name(), () -> keeps(pact)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> understandsTheEventsThatItReliesOn() throws IOException {
        return pacts().stream()
                .filter(pact -> pact.consumer().equals("inventory"))
                .flatMap(pact -> ConsumedEvent.of(pact).stream())
                .map(event -> DynamicTest.dynamicTest(event.type(), () -> understands(event)))
                .toList();
    }

    @Test
    void servesThePublishedInterfaceAndPerhapsMore() throws IOException {
        var page = CONTRACTS.resolve("openapi").resolve("inventory.json");
        var served = service.get("/v3/api-docs").body();
        if ("write".equals(System.getProperty("banyan.reference"))) {
            Files.writeString(page, published(served));
        }

        var published = new ApiDocument(JsonMapper.shared().readTree(Files.readString(page)));

        assertThat(published.missingFrom(served))
                .as(
                        "what clients may rely on; -Dbanyan.test.args=-Dbanyan.reference=write publishes what is served now")
                .isEmpty();
    }

    @Test
    void publishesEventsAsTheirSchemasSay() throws IOException {
        var product = UUID.randomUUID();
        var order = UUID.randomUUID();
        service.post(
                "/api/inventory/%s/restock".formatted(product),
                "{\"quantity\":5,\"lowStockThreshold\":3}");
        service.reserve(order, product, 2);
        service.reserve(UUID.randomUUID(), product, 9);
        service.internal("DELETE", "/reservations/" + order, "");

        var seen = new TreeSet<String>();
        var problems = new ArrayList<String>();
        for (var schema : EventSchema.in(CONTRACTS.resolve("events"))) {
            for (var data : events(schema.type())) {
                seen.add(schema.type());
                problems.addAll(schema.problems(data));
            }
        }

        assertThat(problems).isEmpty();
        assertThat(seen)
                .containsExactly(
                        "inventory.low-stock-detected",
                        "inventory.reservation-rejected",
                        "inventory.stock-level-changed",
                        "inventory.stock-released",
                        "inventory.stock-reserved");
        assertThat(events("%")).hasSameSizeAs(events("inventory.%"));
    }

    private static List<String> events(String type) {
        return service.jdbc()
                .query(
                        "select data::text from banyan_outbox.event where type like ?",
                        (row, number) -> row.getString(1),
                        type);
    }

    /// Without the address of this moment.
    private static String published(JsonNode served) {
        var document = (ObjectNode) served.deepCopy();
        document.remove("servers");
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document)
                + "\n";
    }

    private static void keeps(PactFile pact) throws InterruptedException {
        var database = service.database();
        var side = new RunningSide(service.address(""), RunningService.TOKEN);
        var outbox = new Outbox(database.url(), database.username(), database.password());

        var verified =
                new PactVerification(InstantSource.system())
                        .verify(pact, new RunningInventory(side, outbox));

        assertThat(verified.problems()).isEmpty();
        assertThat(verified.isKept()).isTrue();
    }

    private static void understands(ConsumedEvent event) {
        assertThat(service.event(event).status()).isEqualTo(204);
    }

    private static List<PactFile> pacts() throws IOException {
        return PactFile.in(CONTRACTS.resolve("pacts"));
    }
}
