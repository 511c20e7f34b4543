package dev.banyan.ledger.contract;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.ContractSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The contracts of a module with what is known of them: from a folder and the ledger, or from a
/// Pact Broker. Safe for many threads.
public final class Contracts {

    private final String module;
    private final ContractSettings settings;
    private final ContractRecords records;
    private final RunningBuilds builds;
    private final Map<String, String> environment;

    /// The contracts of a module that the configuration knows.
    ///
    /// @param environment where the broker's token may be
    public Contracts(
            String module,
            ContractSettings settings,
            LedgerConnections connections,
            RunningBuilds builds,
            Map<String, String> environment) {
        this.module = module;
        this.settings = settings;
        this.records = new ContractRecords(connections);
        this.builds = builds;
        this.environment = Map.copyOf(environment);
    }

    /// What speaks against sending traffic to the builds that run, a line each; nothing if they are
    /// known to keep the contracts.
    public List<String> findings() {
        return settings.broker()
                .map(broker ->
                        new BrokerGate(module, broker, environment).findings(settings, builds))
                .orElseGet(() -> ofFolder(settings.folder().orElse(Path.of("."))));
    }

    private List<String> ofFolder(Path folder) {
        try {
            return new ContractGate(module, ExpectedPact.in(folder), records.of(module))
                    .findings(settings, builds);
        } catch (IOException e) {
            return List.of(
                    "contracts missing: the pacts in '%s' cannot be read: %s".formatted(folder, e));
        }
    }
}
