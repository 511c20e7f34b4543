package dev.banyan.ledger.contract;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        return look().stream().map(Finding::text).distinct().toList();
    }

    /// The sides of which nobody knows whether the builds that run keep the contracts.
    public Set<Side> unverified() {
        return look().stream()
                .filter(finding -> !finding.broken())
                .map(Finding::side)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Side.class)));
    }

    private List<Finding> look() {
        return settings.broker()
                .map(broker ->
                        new BrokerGate(module, broker, environment).findings(settings, builds))
                .orElseGet(() -> ofFolder(settings.folder().orElse(Path.of("."))));
    }

    private List<Finding> ofFolder(Path folder) {
        try {
            return new ContractGate(module, ExpectedPact.in(folder), records.of(module))
                    .findings(settings, builds);
        } catch (IOException e) {
            var why = "the pacts in '%s' cannot be read: %s".formatted(folder, e);
            return Arrays.stream(Side.values()).map(side -> Finding.missing(side, why)).toList();
        }
    }
}
