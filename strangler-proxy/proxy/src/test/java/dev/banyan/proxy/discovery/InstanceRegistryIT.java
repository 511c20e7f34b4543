package dev.banyan.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceRegistryIT {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final TestDatabase database = PostgresServer.shared().createDatabase();
    private final InstanceRegistry registry = new InstanceRegistry(connections(database));

    private static LedgerConnections connections(TestDatabase database) {
        return LedgerConnections.to(database.url(), database.username(), database.password());
    }

    @BeforeEach
    void create() throws Exception {
        registry.create();
    }

    @Test
    void listsWhoIsRegisteredInOneOrder() throws Exception {
        registry.beat("inventory", "10.0.0.2", 8080, false, LONG);
        registry.beat("inventory", "10.0.0.1", 8443, true, LONG);
        registry.beat("pricing", "10.0.0.3", 8080, false, LONG);

        assertThat(registry.of("inventory").instances())
                .containsExactly(
                        new Discovery.Address(true, "10.0.0.1", 8443, "10.0.0.1"),
                        new Discovery.Address(false, "10.0.0.2", 8080, "10.0.0.2"));
    }

    @Test
    void listsNobodyWhoseTimeIsOverUntilTheNextBeat() throws Exception {
        registry.beat("inventory", "10.0.0.1", 8080, false, Duration.ofMillis(-1));
        assertThat(registry.of("inventory").instances()).isEmpty();

        registry.beat("inventory", "10.0.0.1", 8080, false, LONG);

        assertThat(registry.of("inventory").instances()).hasSize(1);
    }

    @Test
    void forgetsWhoLeaves() throws Exception {
        registry.beat("inventory", "10.0.0.1", 8080, false, LONG);
        registry.beat("inventory", "10.0.0.2", 8080, false, LONG);

        registry.leave("inventory", "10.0.0.1", 8080);

        assertThat(registry.of("inventory").instances())
                .extracting(Discovery.Address::host)
                .containsExactly("10.0.0.2");
    }

    @Test
    void isCreatedOnceWhenManyCreateItAtOnce() throws Exception {
        var creations = new CompletableFuture<?>[8];
        for (int i = 0; i < creations.length; i++) {
            creations[i] =
                    CompletableFuture.runAsync(() -> {
                        try {
                            new InstanceRegistry(connections(database)).create();
                        } catch (java.sql.SQLException failed) {
                            throw new IllegalStateException(failed);
                        }
                    });
        }

        CompletableFuture.allOf(creations).join();

        assertThat(registry.of("inventory").instances()).isEmpty();
    }

    @Test
    void createsItsTableWhenItIsAskedForTheFirstTime() throws Exception {
        var empty = new InstanceRegistry(connections(PostgresServer.shared().createDatabase()));
        var inventory = empty.of("inventory");

        assertThatThrownBy(inventory::instances).isInstanceOf(Discovery.DiscoveryFailed.class);

        assertThat(inventory.instances()).isEmpty();
    }

    @Test
    void saysWhoseInstancesCannotBeRead() {
        var nowhere = LedgerConnections.to("jdbc:postgresql://127.0.0.1:1/none", "nobody", "");

        assertThatThrownBy(() -> new InstanceRegistry(nowhere).of("inventory").instances())
                .isInstanceOf(Discovery.DiscoveryFailed.class)
                .hasMessageStartingWith(
                        "The instances of 'inventory' cannot be read from the registry:");
    }
}
