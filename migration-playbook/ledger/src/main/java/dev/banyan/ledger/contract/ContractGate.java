package dev.banyan.ledger.contract;

import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.Endpoint;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether the builds that run are known to keep the contracts as they are now. Not to know
/// is a refusal.
public final class ContractGate {

    private static final int SHORT = 12;

    private final String module;
    private final List<ExpectedPact> pacts;
    private final List<ContractRecord> records;

    /// A gate for one moment.
    ///
    /// @param pacts the contracts as they are now
    /// @param records what was verified
    public ContractGate(String module, List<ExpectedPact> pacts, List<ContractRecord> records) {
        this.module = module;
        this.pacts = List.copyOf(pacts);
        this.records = List.copyOf(records);
    }

    /// What speaks against sending traffic from one side to the other, a line each.
    public List<String> findings(ContractSettings settings, RunningBuilds builds) {
        if (pacts.isEmpty()) {
            return List.of("contracts missing: there is no pact of '%s'".formatted(module));
        }
        var findings = new ArrayList<String>();
        for (var side : Side.values()) {
            findings.addAll(ofSide(side, processes(settings, side), builds));
        }
        return List.copyOf(findings);
    }

    private List<String> ofSide(Side side, List<Endpoint> processes, RunningBuilds builds) {
        if (processes.isEmpty()) {
            return List.of(
                    "contracts missing: 'contracts.%s.processes' names nobody to ask for the build that runs"
                            .formatted(name(side)));
        }
        var findings = new ArrayList<String>();
        for (var process : processes) {
            try {
                findings.addAll(ofBuild(side, builds.at(process)));
            } catch (IOException e) {
                findings.add(
                        "contracts missing: nobody knows which build of the %s runs: %s"
                                .formatted(name(side), e));
            }
        }
        return findings.stream().distinct().toList();
    }

    private List<String> ofBuild(Side side, String build) {
        return pacts.stream()
                .filter(pact -> pact.binds(side, module))
                .flatMap(pact -> ofPact(side, build, pact).stream())
                .toList();
    }

    private Optional<String> ofPact(Side side, String build, ExpectedPact pact) {
        var verified =
                records.stream()
                        .filter(r ->
                                r.side() == side
                                        && r.build().equals(build)
                                        && r.pact().equals(pact.name())
                                        && r.pactHash().equals(pact.hash()))
                        .findFirst();
        if (verified.isEmpty()) {
            return Optional.of(
                    "contracts missing: build %s of the %s was not verified against '%s' as it is now; 'banyan verify %s' does"
                            .formatted(shortened(build), name(side), pact.name(), module));
        }
        return verified.filter(r -> !r.kept()).map(r -> red(side, build, pact, r));
    }

    private String red(Side side, String build, ExpectedPact pact, ContractRecord record) {
        return "contracts red: build %s of the %s does not keep '%s': %s; mend it, then 'banyan verify %s'"
                .formatted(
                        shortened(build),
                        name(side),
                        pact.name(),
                        record.problems().isEmpty() ? "" : record.problems().getFirst(),
                        module);
    }

    private static List<Endpoint> processes(ContractSettings settings, Side side) {
        return side == Side.CONTROL
                ? settings.control().processes()
                : settings.candidate().processes();
    }

    private static String name(Side side) {
        return side == Side.CONTROL ? "control" : "candidate";
    }

    private static String shortened(String build) {
        return build.substring(0, Math.min(SHORT, build.length()));
    }
}
