package dev.banyan.shop.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.Traffic;
import dev.banyan.outbox.Listeners;
import dev.banyan.outbox.Listening;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.routing.Cohorts;
import dev.banyan.routing.Route;
import dev.banyan.routing.Side;
import dev.banyan.routing.StickyKey;
import dev.banyan.shop.ShopApplication;
import dev.banyan.shop.running.InternalClient;
import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopTest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The shop while a service owns its stock, and after the tables are gone.
class ExtractedInventoryIT {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final UUID PRODUCT = UUID.fromString("018cc251-f400-7000-8000-000000000001");

    @TempDir private Path state;
    private final TestDatabase database = PostgresServer.shared().createDatabase();

    @Test
    void sellsWhatTheServiceKeepsAndStartsWithoutTheRetiredTables() {
        try (var service = new StubInventory()) {
            try (var shop = start(service)) {
                sells(shop, service);
                assertThat(reservationsHere()).isZero();
            }

            retire();

            try (var shop = start(service)) {
                service.asked().clear();
                sells(shop, service);
            }
            try (var shop = startWithoutLedger()) {
                var page = client(shop).get("/api/storefront/products/" + PRODUCT);

                assertThat(page.status()).isEqualTo(200);
                assertThat(page.body().at("/degradedParts").toString()).contains("inventory");
                assertThat(shop.getBean(Listeners.class).of("inventory"))
                        .isEqualTo(Listening.STILL);
            }
        }
    }

    private void sells(ConfigurableApplicationContext shop, StubInventory service) {
        extract();
        await().atMost(DEADLINE)
                .until(() -> shop.getBean(Listeners.class).of("inventory") == Listening.STILL);

        var accepted =
                client(shop)
                        .place(
                                UUID.randomUUID(),
                                List.of(PRODUCT),
                                2,
                                "card",
                                UUID.randomUUID().toString());

        assertThat(accepted.status()).isEqualTo(202);
        var order = UUID.fromString(accepted.text("id"));
        await().atMost(DEADLINE)
                .until(() -> client(shop).order(order).text("status").equals("CONFIRMED"));
        assertThat(service.asked()).contains("POST /internal/inventory/reservations");
        sleeps(shop);
    }

    private static void sleeps(ConfigurableApplicationContext shop) {
        var write =
                new InternalClient(port(shop))
                        .send(
                                "POST",
                                "/api/inventory/%s/restock".formatted(PRODUCT),
                                "{\"quantity\":1}",
                                "Idempotency-Key",
                                UUID.randomUUID().toString());

        assertThat(write.statusCode()).isEqualTo(503);
        assertThat(write.headers().firstValue("Banyan-Fenced").orElse("")).startsWith("inventory ");
    }

    /// Makes the service the owner, in one change.
    private void extract() {
        var connections =
                LedgerConnections.to(database.url(), database.username(), database.password());
        try (var ledger = Ledger.on(connections, UUID::randomUUID)) {
            ledger.install();
            if (ledger.extraction("inventory").isPresent()) {
                return;
            }
            var traffic =
                    Traffic.onControl(
                            List.of(Route.of("/api/inventory/**")),
                            new StickyKey.Cookie("SESSION"),
                            Cohorts.NONE);
            var note = Note.by("test");
            ledger.plan("inventory", traffic, "{}", note);
            var taken = ledger.apply("inventory", new Change.Recover(Side.CANDIDATE, 1, 5), note);
            assertThat(taken).isInstanceOf(Step.Taken.class);
        }
    }

    /// As `complete` does: the module's tables go, the history of the migrations stays.
    private void retire() {
        sql(
                """
                DO $$ DECLARE name text; BEGIN
                  CREATE SCHEMA banyan_retired_inventory;
                  FOR name IN SELECT tablename FROM pg_tables
                      WHERE schemaname = 'inventory' AND tablename <> 'flyway_schema_history' LOOP
                    EXECUTE format('ALTER TABLE inventory.%I SET SCHEMA banyan_retired_inventory', name);
                  END LOOP;
                END $$
                """);
    }

    private ConfigurableApplicationContext start(StubInventory service) {
        return run(
                "banyan.seam.ledger.own-database=true",
                "banyan.seam.process=shop",
                "banyan.seam.state-directory=" + state,
                "banyan.seam.modules.inventory.candidate-url=" + service.address());
    }

    private ConfigurableApplicationContext startWithoutLedger() {
        return run();
    }

    private ConfigurableApplicationContext run(String... more) {
        return new SpringApplicationBuilder(ShopApplication.class)
                .properties(more)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--shop.seed.when=always",
                        "--banyan.seam.foreign-transactions=refuse",
                        "--banyan.seam.internal.token=" + ShopTest.TOKEN,
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password());
    }

    private static ShopClient client(ConfigurableApplicationContext shop) {
        return new ShopClient(port(shop));
    }

    private static int port(ConfigurableApplicationContext shop) {
        return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private int reservationsHere() {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM inventory.reservation")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sql(String statement) {
        try (var connection = database.connect();
                var open = connection.createStatement()) {
            open.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
