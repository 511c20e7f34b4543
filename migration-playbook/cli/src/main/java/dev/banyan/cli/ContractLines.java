package dev.banyan.cli;

import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.SideName;
import dev.banyan.ledger.contract.ContractRecord;
import dev.banyan.routing.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who verified what of a module's contracts: the newest build of each side that was verified.
///
/// @param records newest first, as the ledger has them
/// @param builds what the processes that have a seam say they are
record ContractLines(List<ContractRecord> records, List<String> builds, Instant now) {

    private static final int SHORT = 12;

    static ContractLines of(
            List<ContractRecord> records, List<ProcessState> processes, Instant now) {
        var builds =
                processes.stream()
                        .filter(process -> !process.isGone())
                        .flatMap(process -> process.builds().values().stream())
                        .distinct()
                        .toList();
        return new ContractLines(records, builds, now);
    }

    /// A line for each side.
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (var side : Side.values()) {
            lines.add("%s: %s".formatted(SideName.of(side), told(newest(side))));
        }
        return lines;
    }

    /// All that was verified of the build that was verified last.
    private List<ContractRecord> newest(Side side) {
        var ofSide = records.stream().filter(record -> record.side() == side).toList();
        return ofSide.stream()
                .filter(record -> record.build().equals(ofSide.getFirst().build()))
                .toList();
    }

    private String told(List<ContractRecord> newest) {
        if (newest.isEmpty()) {
            return "no build was verified";
        }
        var first = newest.getFirst();
        return "build %s %s, verified %s ago%s"
                .formatted(
                        shortened(first.build()),
                        kept(newest),
                        ReadableDuration.since(first.verifiedAt(), now),
                        running(first));
    }

    private static String kept(List<ContractRecord> newest) {
        var broken = newest.stream().filter(record -> !record.kept()).toList();
        return broken.isEmpty()
                ? "keeps all %d pacts".formatted(newest.size())
                : "BREAKS %d of %d pacts: %s"
                        .formatted(
                                broken.size(),
                                newest.size(),
                                broken.getFirst().problems().stream()
                                        .findFirst()
                                        .orElse(broken.getFirst().pact()));
    }

    /// Only the monolith has a seam, and says in its heartbeat what it is.
    private String running(ContractRecord verified) {
        return verified.side() == Side.CONTROL
                        && !builds.isEmpty()
                        && !builds.contains(verified.build())
                ? "; another build runs: " + shortened(builds.getFirst())
                : "";
    }

    private static String shortened(String build) {
        return build.substring(0, Math.min(SHORT, build.length()));
    }

    /// The same for a program: every record of the newest build of each side.
    List<Map<String, Object>> fields() {
        var all = new ArrayList<Map<String, Object>>();
        for (var side : Side.values()) {
            newest(side).forEach(record -> all.add(fields(record)));
        }
        return all;
    }

    private static Map<String, Object> fields(ContractRecord record) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("side", SideName.of(record.side()));
        fields.put("build", record.build());
        fields.put("pact", record.pact());
        fields.put("kept", record.kept());
        fields.put("interactions", record.interactions());
        fields.put("problems", record.problems());
        fields.put("verifiedAt", record.verifiedAt().toString());
        fields.put("tookMillis", record.tookMillis());
        return fields;
    }
}
