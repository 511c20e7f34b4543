package dev.banyan.shop.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.contracts.PactFile;
import dev.banyan.contracts.PactVerification;
import dev.banyan.contracts.shop.Outbox;
import dev.banyan.contracts.shop.RunningInventory;
import dev.banyan.contracts.shop.RunningShop;
import dev.banyan.contracts.shop.RunningSide;
import dev.banyan.contracts.spi.ProviderUnderTest;
import dev.banyan.shop.running.ShopTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.test.web.server.LocalServerPort;

/// The contracts of inventory as the module in the shop keeps them: it is the truth that a service
/// is measured by.
@ShopTest
class ContractIT {

    private final URI address;
    private final Outbox outbox;

    ContractIT(@LocalServerPort int port, @Autowired DataSourceProperties database) {
        this.address = URI.create("http://127.0.0.1:" + port);
        this.outbox =
                new Outbox(
                        database.determineUrl(),
                        String.valueOf(database.determineUsername()),
                        String.valueOf(database.determinePassword()));
    }

    @TestFactory
    List<DynamicTest> keepsWhatOthersRelyOn() throws IOException {
        return PactFile.in(Path.of(System.getProperty("banyan.root"), "contracts", "pacts"))
                .stream()
                .map(pact -> DynamicTest.dynamicTest(pact.name(), () -> keeps(pact)))
                .toList();
    }

    private void keeps(PactFile pact) throws InterruptedException {
        var verified =
                new PactVerification(InstantSource.system()).verify(pact, running(pact.provider()));

        assertThat(verified.problems()).isEmpty();
        assertThat(verified.isKept()).isTrue();
    }

    private ProviderUnderTest running(String provider) {
        var side = new RunningSide(address, ShopTest.TOKEN);
        return provider.equals("inventory")
                ? new RunningInventory(side, outbox)
                : new RunningShop(side, outbox, InstantSource.system());
    }
}
