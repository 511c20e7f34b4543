package dev.banyan.cli.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The part of `banyan.yaml` that lets switches ask for contracts: where they are, which processes
/// run, and how builds like theirs are started to be verified.
final class ContractPart {
    private static final int VERIFIER_MEGABYTES = 192;
    private static final List<String> EACH =
            List.of(
                    "--server.address=127.0.0.1",
                    "--server.port={port}",
                    "--banyan.postgres.data-directory={directory}",
                    "--banyan.postgres.port={databasePort}");

    private final Jars jars;
    private final Ports ports;

    ContractPart(Jars jars, Ports ports) {
        this.jars = jars;
        this.ports = ports;
    }

    /// Nothing where there is no service, or nothing that could verify it.
    String text() {
        var verifier = jars.find("contracts");
        var service = jars.find("extracted-services/inventory-service");
        if (verifier.isEmpty() || service.isEmpty()) {
            return "";
        }
        return """
            contracts:
              folder: %s
              verifier: %s
              control:
                processes: [http://127.0.0.1:%d]
                command: %s
                database: 'jdbc:postgresql://127.0.0.1:{databasePort}/app'
              candidate:
                processes: [http://127.0.0.1:%d]
                command: %s
                database: 'jdbc:postgresql://127.0.0.1:{databasePort}/inventory'
        """
                .formatted(
                        quoted(jars.root().resolve("contracts").resolve("pacts").toString()),
                        words(JavaCommand.quick(verifier.get(), VERIFIER_MEGABYTES)),
                        ports.of("shop"),
                        words(
                                side(
                                        jars.of("monolith"),
                                        Picture.SHOP_MEGABYTES,
                                        "--banyan.seam.internal.token={token}")),
                        ports.of("inventory-service"),
                        words(
                                side(
                                        service.get(),
                                        Picture.SERVICE_MEGABYTES,
                                        "--inventory.internal.token={token}")))
                .stripTrailing();
    }

    private static List<String> side(Path jar, int megabytes, String token) {
        var arguments = new ArrayList<>(EACH);
        arguments.add(token);
        return JavaCommand.quick(jar, megabytes, arguments.toArray(String[]::new));
    }

    private static String words(List<String> command) {
        return command.stream()
                .map(ContractPart::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /// As YAML, whatever is in the text.
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
