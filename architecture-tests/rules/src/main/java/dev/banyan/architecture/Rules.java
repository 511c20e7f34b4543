package dev.banyan.architecture;

import dev.banyan.architecture.internal.ClosedInternals;
import dev.banyan.architecture.internal.ForeignEntities;
import dev.banyan.architecture.internal.ForeignMappings;
import dev.banyan.architecture.internal.ForeignMigrations;
import dev.banyan.architecture.internal.ForeignSqlTexts;
import dev.banyan.architecture.internal.ForeignTransactions;
import dev.banyan.architecture.internal.ModulithRules;
import dev.banyan.architecture.internal.PublishedInterfaces;
import java.util.List;
import java.util.stream.Collectors;

/// All rules that there are.
public final class Rules {

    private Rules() {}

    public static List<Rule> all() {
        return List.of(
                new ModulithRules(),
                new PublishedInterfaces(),
                new ForeignEntities(),
                new ForeignMappings(),
                new ForeignSqlTexts(),
                new ForeignMigrations(),
                new ForeignTransactions(),
                new ClosedInternals());
    }

    /// What to tell when a rule is broken.
    ///
    /// @return nothing when it is not
    public static String report(Rule rule, List<Violation> violations) {
        return violations.isEmpty()
                ? ""
                : violations.stream()
                        .map(v -> "- " + v)
                        .collect(
                                Collectors.joining(
                                        "\n",
                                        "Broken: %s, because %s (%d)%n"
                                                .formatted(
                                                        rule.name(),
                                                        rule.because(),
                                                        violations.size()),
                                        ""));
    }
}
