package dev.banyan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.banyan.contracts.PactFile;
import dev.banyan.contracts.PactVerification;
import dev.banyan.contracts.shop.Outbox;
import dev.banyan.contracts.shop.RunningInventory;
import dev.banyan.contracts.shop.RunningSide;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.contract.ContractRecord;
import dev.banyan.ledger.contract.ContractRecords;
import dev.banyan.ledger.contract.Contracts;
import dev.banyan.ledger.contract.HttpBuilds;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contracts with the jars that were built: the service is verified by the program, and again
/// through a proxy.
class VerifyCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String TOKEN = "a-token-for-this-test";

    @TempDir Path folder;

    private final TestDatabase source = PostgresServer.shared().createDatabase();
    private final TestDatabase target = PostgresServer.shared().createDatabase();
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int servicePort = FreePort.any();
    private final int proxyPort = FreePort.any();

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(folder.resolve("password"), source.password());
        Files.writeString(folder.resolve("banyan.yaml"), configuration(""));
    }

    @AfterEach
    void stop() throws InterruptedException {
        http.close();
        processes.forEach(Process::destroy);
        for (var process : processes) {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void putsIntoTheLedgerWhatTheBuiltServiceKeepsAndWhatItIsThroughAProxy() throws Exception {
        var typed = typed("verify", "inventory");

        assertThat(typed.exitCode()).as(typed.text()).isZero();
        assertThat(typed.text())
                .contains(
                        "candidate: clients-inventory kept, 9 interactions",
                        "candidate: shop-inventory kept, 10 interactions",
                        "All 2 pacts of 'inventory' are kept.");
        var records = new ContractRecords(connections()).of("inventory");
        assertThat(records).hasSize(2).allMatch(ContractRecord::kept);
        startService();
        assertThat(contracts().findings())
                .as("the service that runs is the build that was verified, the shop is not there")
                .singleElement()
                .asString()
                .startsWith("contracts missing: nobody knows which build of the control runs");
        startProxy();
        verifyThroughTheProxy();
    }

    @Test
    @Tag("long")
    void verifiesTheMonolithToo() throws Exception {
        Files.writeString(
                folder.resolve("banyan.yaml"),
                configuration(
                        """
                        command: [%s, -jar, %s, '--server.port={port}', '--banyan.postgres.data-directory={directory}',
                                  '--banyan.postgres.port={databasePort}', '--banyan.seam.internal.token={token}']
                                database: 'jdbc:postgresql://127.0.0.1:{databasePort}/app'
                        """
                                .formatted(java(), jar("monolith"))));

        var typed = typed("verify", "inventory");

        assertThat(typed.exitCode()).as(typed.text()).isZero();
        assertThat(typed.text()).contains("All 5 pacts of 'inventory' are kept.");
    }

    @Test
    void saysWhatItWouldVerify() {
        assertThat(typed("verify", "inventory", "--if-missing", "--dry-run"))
                .isEqualTo(
                        new Typed(
                                0,
                                """
                                'verify inventory' would do this; nothing was changed.
                                  1. candidate: starts a build on data of its own and verifies it
                                """));
    }

    @Test
    void saysWhatIsMissingInTheConfiguration() throws Exception {
        Files.writeString(
                folder.resolve("banyan.yaml"),
                configuration("").replaceAll("(?s)    contracts:.*", ""));

        assertThat(typed("verify", "inventory"))
                .isEqualTo(
                        new Typed(
                                1,
                                """
                                Module 'inventory' has no contracts.
                                Next: write 'contracts:' below the module in banyan.yaml.
                                """));
    }

    private void verifyThroughTheProxy() throws Exception {
        var pacts = PactFile.in(root().resolve("contracts").resolve("pacts"));
        var clients = pact(pacts, "clients-inventory");
        var shop = pact(pacts, "shop-inventory");
        var provider =
                new RunningInventory(
                        side(proxyPort),
                        side(servicePort),
                        new Outbox(target.url(), target.username(), target.password()));
        var verification = new PactVerification(InstantSource.system());

        assertThat(verification.verify(clients, provider).problems()).isEmpty();
        assertThat(verification.verify(shop, provider).checks())
                .filteredOn(check -> check.isKept())
                .as("what is internal does not pass a proxy, events do not need one")
                .extracting(check -> check.interaction())
                .containsExactlyInAnyOrder("stock that has become low", "stock that has changed");
    }

    private static PactFile pact(List<PactFile> pacts, String name) {
        return pacts.stream().filter(pact -> pact.name().equals(name)).findFirst().orElseThrow();
    }

    private static RunningSide side(int port) {
        return new RunningSide(URI.create("http://127.0.0.1:" + port), TOKEN);
    }

    private Contracts contracts() {
        var settings =
                BanyanSettings.load(folder.resolve("banyan.yaml"), System.getenv())
                        .module("inventory");
        return new Contracts(
                "inventory",
                settings.contracts().orElseThrow(),
                connections(),
                new HttpBuilds(),
                Map.of());
    }

    private LedgerConnections connections() {
        return LedgerConnections.to(source.url(), source.username(), source.password());
    }

    private void startService() throws Exception {
        var service =
                builder(
                        "service",
                        "-jar",
                        jar("extracted-services/inventory-service").toString(),
                        "--server.port=" + servicePort,
                        "--inventory.internal.token=" + TOKEN);
        service.environment().put("SPRING_DATASOURCE_URL", target.url());
        service.environment().put("SPRING_DATASOURCE_USERNAME", target.username());
        service.environment().put("SPRING_DATASOURCE_PASSWORD", target.password());
        processes.add(service.start());
        awaitAnswer("http://127.0.0.1:%d/actuator/health/readiness".formatted(servicePort));
    }

    private void startProxy() throws Exception {
        processes.add(
                builder(
                                "proxy",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-jar",
                                jar("strangler-proxy/proxy").toString(),
                                folder.resolve("banyan.yaml").toString())
                        .start());
        awaitAnswer("http://127.0.0.1:%d/v3/api-docs".formatted(proxyPort));
    }

    private ProcessBuilder builder(String name, String... arguments) {
        var command =
                new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
    }

    private void awaitAnswer(String address) throws InterruptedException, IOException {
        var request = HttpRequest.newBuilder(URI.create(address)).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException notYet) {
                assertThat(processes).as("logs are in " + folder).allMatch(Process::isAlive);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        fail(
                "'%s' did not answer within %s: %s"
                        .formatted(
                                address, PATIENCE, Files.readString(folder.resolve("proxy.log"))));
    }

    private record Typed(int exitCode, String text) {}

    private Typed typed(String... arguments) {
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", folder.resolve("banyan.yaml").toString()));
        if (arguments[0].equals("verify")) {
            all.addAll(List.of("--records", folder.resolve("records").toString()));
        }
        int exitCode =
                Banyan.commandLine()
                        .setOut(writer)
                        .setErr(writer)
                        .execute(all.toArray(String[]::new));
        return new Typed(exitCode, text.toString());
    }

    private String configuration(String controlCommand) throws IOException {
        return """
        source:
          url: %s
          username: %s
          passwordFile: %s
        proxy:
          listen: 127.0.0.1:%d
          admin: 127.0.0.1:0
          state: %s
          control:
            upstreams: [http://127.0.0.1:%d]
        modules:
          inventory:
            schemas: [inventory]
            routes:
              - path: /api/inventory/**
            contracts:
              folder: %s
              verifier: [%s, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -jar, %s]
              control:
                processes: [http://127.0.0.1:%d]
                %s
              candidate:
                processes: [http://127.0.0.1:%d]
                command: [%s, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -jar, %s, '--server.port={port}', '--inventory.internal.token={token}',
                          '--banyan.postgres.data-directory={directory}', '--banyan.postgres.port={databasePort}']
                database: 'jdbc:postgresql://127.0.0.1:{databasePort}/inventory'
        """
                .formatted(
                        source.url(),
                        source.username(),
                        folder.resolve("password"),
                        proxyPort,
                        folder.resolve("proxy-state"),
                        servicePort,
                        root().resolve("contracts").resolve("pacts"),
                        java(),
                        jar("contracts"),
                        FreePort.any(),
                        controlCommand.strip(),
                        servicePort,
                        java(),
                        jar("extracted-services/inventory-service"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path root() {
        return Path.of(System.getProperty("banyan.root")).toAbsolutePath();
    }

    private static Path jar(String module) throws IOException {
        try (var files = Files.list(root().resolve(module).resolve("target"))) {
            return files.filter(f -> f.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
        }
    }
}
