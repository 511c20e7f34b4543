package dev.banyan.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.ContractSettings.BrokerSettings;
import dev.banyan.ledger.config.ContractSettings.SideSettings;
import dev.banyan.ledger.config.Endpoint;
import dev.banyan.ledger.config.Secret;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records in a real database, builds and a broker by real HTTP.
class ContractsIT {

    @TempDir private Path folder = Path.of("");
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final LedgerConnections connections = database();
    private HttpServer server = start();

    @BeforeEach
    void writePact() throws IOException {
        Files.writeString(
                folder.resolve("shop-stock.json"),
                "{\"consumer\":{\"name\":\"shop\"},\"provider\":{\"name\":\"stock\"}}");
        answers.put("/actuator/info", "{\"banyan\":{\"build\":\"b1\"}}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void findsTheRecordsThatWereSavedForTheBuildsThatRun() throws IOException {
        var records = new ContractRecords(connections);
        var pact = ExpectedPact.in(folder).getFirst();

        assertThat(contracts(Optional.empty()).findings()).hasSize(2);
        records.save(
                "stock",
                List.of(record(Side.CONTROL, pact, true), record(Side.CANDIDATE, pact, false)));
        assertThat(contracts(Optional.empty()).findings())
                .containsExactly(
                        "contracts red: build b1 of the candidate does not keep 'shop-stock': it's \"broken\"; mend it, then 'banyan verify stock'");
        records.save("stock", List.of(record(Side.CANDIDATE, pact, true)));
        assertThat(contracts(Optional.empty()).findings()).isEmpty();
        assertThat(records.of("stock"))
                .containsExactlyInAnyOrder(
                        record(Side.CONTROL, pact, true), record(Side.CANDIDATE, pact, true));
        assertThat(records.of("other")).isEmpty();
    }

    @Test
    void knowsWhichSidesHaveToBeVerified() throws IOException {
        var records = new ContractRecords(connections);
        var pact = ExpectedPact.in(folder).getFirst();

        assertThat(contracts(Optional.empty()).unverified())
                .containsExactly(Side.CONTROL, Side.CANDIDATE);
        records.save("stock", List.of(record(Side.CONTROL, pact, true)));
        assertThat(contracts(Optional.empty()).unverified()).containsExactly(Side.CANDIDATE);
        records.save("stock", List.of(record(Side.CANDIDATE, pact, false)));
        assertThat(contracts(Optional.empty()).unverified())
                .as("what is broken was verified")
                .isEmpty();
    }

    @Test
    void letsOneVerificationOfAModuleWorkAtATime() {
        var records = new ContractRecords(connections);

        try (var _ = records.turn("stock").orElseThrow();
                var _ = records.turn("mail").orElseThrow()) {
            assertThat(records.turn("stock")).isEmpty();
        }
        records.turn("stock").orElseThrow().close();
    }

    @Test
    void refusesWhereAProcessDoesNotSayItsBuild() {
        answers.put("/actuator/info", "{\"app\":{}}");

        assertThat(contracts(Optional.empty()).findings())
                .hasSize(2)
                .allSatisfy(finding ->
                        assertThat(finding)
                                .startsWith("contracts missing: nobody knows which build")
                                .contains("does not say 'banyan.build'"));
    }

    @Test
    void asksTheBrokerWhereThereIsOne() throws IOException {
        var token = Files.writeString(folder.resolve("token"), "broker-secret\n");
        var broker =
                Optional.of(new BrokerSettings(endpoint(), Optional.of(new Secret.InFile(token))));
        var question =
                "/matrix?q%5B%5Dpacticipant=stock&q%5B%5Dversion=b1&latestby=cvp&latest=true";

        assertThat(contracts(broker).findings())
                .singleElement()
                .asString()
                .contains("could not be found out", "answers with 404");
        answers.put(
                question,
                "{\"summary\":{\"deployable\":null,\"reason\":\"There is no verified pact\",\"failed\":0}}");
        assertThat(contracts(broker).findings())
                .containsExactly(
                        "contracts missing: the broker does not let build b1 of 'stock' through: There is no verified pact; 'banyan verify stock' does");
        answers.put(
                question,
                "{\"summary\":{\"deployable\":false,\"reason\":\"It failed\",\"failed\":1}}");
        assertThat(contracts(broker).findings().getFirst()).startsWith("contracts red: ");
        answers.put(question, "{\"summary\":{\"deployable\":true,\"reason\":\"All kept\"}}");
        assertThat(contracts(broker).findings()).isEmpty();
        assertThat(tokens).containsEntry(question, "Bearer broker-secret");
    }

    private Contracts contracts(Optional<BrokerSettings> broker) {
        var side = new SideSettings(List.of(endpoint()), List.of(), Optional.empty());
        var settings =
                new ContractSettings(
                        broker.isPresent() ? Optional.empty() : Optional.of(folder),
                        List.of(),
                        broker,
                        side,
                        side);
        return new Contracts("stock", settings, connections, new HttpBuilds(), Map.of());
    }

    private Endpoint endpoint() {
        return Endpoint.parse("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static ContractRecord record(Side side, ExpectedPact pact, boolean kept) {
        return new ContractRecord(
                side,
                "b1",
                pact.name(),
                pact.hash(),
                kept,
                3,
                kept ? List.of() : List.of("it's \"broken\"", "twice"),
                1_500,
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static LedgerConnections database() {
        var database = PostgresServer.shared().createDatabase();
        return LedgerConnections.to(database.url(), database.username(), database.password());
    }

    private HttpServer start() {
        try {
            var http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext(
                    "/",
                    exchange -> {
                        var question = exchange.getRequestURI().toString();
                        var token = exchange.getRequestHeaders().getFirst("Authorization");
                        tokens.put(question, String.valueOf(token));
                        var body =
                                answers.getOrDefault(question, "").getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(
                                body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            http.start();
            return http;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
