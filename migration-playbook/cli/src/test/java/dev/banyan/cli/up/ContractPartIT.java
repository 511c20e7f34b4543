package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.Endpoint;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractPartIT {

    private static final String SERVICE = "extracted-services/inventory-service";

    @TempDir Path folder;

    private Path root;
    private Ports ports;

    @BeforeEach
    void build() throws IOException {
        root = folder.resolve("ann's own");
        for (var module : new String[] {"contracts", "monolith", SERVICE}) {
            var target = Files.createDirectories(root.resolve(module).resolve("target"));
            Files.createFile(target.resolve("banyan-exec.jar"));
        }
        ports = Ports.choose(Map.of(), new KeptProperties(folder.resolve("kept")), new Random());
    }

    @Test
    void saysWhereContractsAreAndHowBothBuildsAreStarted() {
        var contracts = read();

        assertThat(contracts.folder()).contains(root.resolve("contracts").resolve("pacts"));
        assertThat(contracts.verifier())
                .endsWith("-jar", jar("contracts"))
                .first()
                .asString()
                .endsWith("java");
        assertThat(contracts.of(Side.CONTROL).processes())
                .containsExactly(Endpoint.parse("http://127.0.0.1:" + ports.of("shop")));
        assertThat(contracts.of(Side.CONTROL).command())
                .contains("-jar", jar("monolith"), "--server.port={port}")
                .endsWith("--banyan.seam.internal.token={token}");
        assertThat(contracts.of(Side.CANDIDATE).command())
                .contains("-jar", jar(SERVICE), "--banyan.postgres.port={databasePort}")
                .endsWith("--inventory.internal.token={token}");
        assertThat(contracts.of(Side.CANDIDATE).database())
                .contains("jdbc:postgresql://127.0.0.1:{databasePort}/inventory");
    }

    @Test
    void saysNothingWhereThereIsNoService() throws IOException {
        Files.delete(Path.of(jar(SERVICE)));

        assertThat(new ContractPart(Jars.in(root), ports).text()).isEmpty();
    }

    private String jar(String module) {
        return root.resolve(module).resolve("target").resolve("banyan-exec.jar").toString();
    }

    private ContractSettings read() {
        var text =
                """
                source: {url: 'jdbc:postgresql://127.0.0.1:5432/shop'}
                modules:
                  inventory:
                    schemas: [inventory]
                %s
                """
                        .formatted(new ContractPart(Jars.in(root), ports).text());
        return BanyanSettings.parse("banyan.yaml", text, Map.of())
                .module("inventory")
                .contracts()
                .orElseThrow();
    }
}
