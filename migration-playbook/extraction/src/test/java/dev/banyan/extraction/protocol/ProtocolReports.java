package dev.banyan.extraction.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// Prints what an exploration found, for whoever reads the log of a build.
final class ProtocolReports {

    private ProtocolReports() {}

    static Explorer.Report printed(String model, List<?> leftOut, Explorer.Report report) {
        var rules = leftOut.isEmpty() ? "every rule kept" : "left out " + leftOut;
        var found =
                report.harm()
                        .map(h -> h + " after " + report.path().size() + " moves")
                        .orElse("held");
        System.out.println(
                "explored " + model + ", " + rules + ": " + report.states() + " states, " + found);
        return report;
    }

    static void holds(Explorer.Report report) {
        assertThat(report.harm()).as(String.join("\n", report.path())).isEmpty();
    }
}
