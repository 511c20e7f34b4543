package dev.banyan.ledger.contract;

import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.Endpoint;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides whether the builds that run are known to keep the contracts as they are now. Not to know
/// is a refusal.
final class ContractGate {

    private static final int SHORT = 12;

    private final String module;
    private final List<ExpectedPact> pacts;
    private final List<ContractRecord> records;

    /// A gate for one moment.
    ///
    /// @param pacts the contracts as they are now
    /// @param records what was verified
    ContractGate(String module, List<ExpectedPact> pacts, List<ContractRecord> records) {
        this.module = module;
        this.pacts = List.copyOf(pacts);
        this.records = List.copyOf(records);
    }

    /// What speaks against sending traffic from one side to the other.
    List<Finding> findings(ContractSettings settings, RunningBuilds builds) {
        var findings = new ArrayList<Finding>();
        for (var side : Side.values()) {
            findings.addAll(
                    pacts.isEmpty()
                            ? List.of(
                                    Finding.missing(
                                            side, "there is no pact of '%s'".formatted(module)))
                            : ofSide(side, settings.of(side).processes(), builds));
        }
        return findings;
    }

    private List<Finding> ofSide(Side side, List<Endpoint> processes, RunningBuilds builds) {
        if (processes.isEmpty()) {
            return List.of(
                    Finding.missing(
                            side,
                            "'contracts.%s.processes' names nobody to ask for the build that runs"
                                    .formatted(side.label())));
        }
        var findings = new ArrayList<Finding>();
        for (var process : processes) {
            try {
                findings.addAll(ofBuild(side, builds.at(process)));
            } catch (IOException e) {
                findings.add(
                        Finding.missing(
                                side,
                                "nobody knows which build of the %s runs: %s"
                                        .formatted(side.label(), e)));
            }
        }
        return findings.stream().distinct().toList();
    }

    private List<Finding> ofBuild(Side side, String build) {
        var bound = pacts.stream().filter(pact -> pact.binds(side, module)).toList();
        var unknown = bound.stream().filter(p -> record(side, build, p).isEmpty()).toList();
        var findings = new ArrayList<Finding>();
        if (!unknown.isEmpty()) {
            findings.add(unverified(side, build, unknown));
        }
        for (var pact : bound) {
            record(side, build, pact)
                    .filter(record -> !record.kept())
                    .ifPresent(record -> findings.add(red(side, build, record)));
        }
        return findings;
    }

    private Optional<ContractRecord> record(Side side, String build, ExpectedPact pact) {
        return records.stream()
                .filter(r ->
                        r.side() == side
                                && r.build().equals(build)
                                && r.pact().equals(pact.name())
                                && r.pactHash().equals(pact.hash()))
                .findFirst();
    }

    private Finding unverified(Side side, String build, List<ExpectedPact> unknown) {
        return Finding.missing(
                side,
                "build %s of the %s was not verified against %s as %s now; 'banyan verify %s' does"
                        .formatted(
                                shortened(build),
                                side.label(),
                                unknown.stream()
                                        .map(pact -> "'" + pact.name() + "'")
                                        .collect(Collectors.joining(", ")),
                                unknown.size() == 1 ? "it is" : "they are",
                                module));
    }

    private Finding red(Side side, String build, ContractRecord record) {
        return Finding.red(
                side,
                "build %s of the %s does not keep '%s': %s; mend it, then 'banyan verify %s'"
                        .formatted(
                                shortened(build),
                                side.label(),
                                record.pact(),
                                record.problems().isEmpty() ? "" : record.problems().getFirst(),
                                module));
    }

    private static String shortened(String build) {
        return build.substring(0, Math.min(SHORT, build.length()));
    }
}
