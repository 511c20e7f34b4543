package dev.banyan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.contracts.ConsumedEvent;
import dev.banyan.contracts.PactFile;
import dev.banyan.contracts.PactVerification;
import dev.banyan.contracts.shop.Outbox;
import dev.banyan.contracts.shop.RunningInventory;
import dev.banyan.contracts.shop.RunningSide;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The contracts of inventory, as the service keeps them, and those that it relies on.
class ContractIT {

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
        return PactFile.in(Path.of(System.getProperty("banyan.root"), "contracts", "pacts"));
    }
}
