package dev.banyan.contracts;

import java.time.Duration;
import java.util.List;

/// What came out of verifying one pact against one side.
public record Verification(PactFile pact, List<Check> checks, Duration took) {

    public Verification {
        checks = List.copyOf(checks);
    }

    /// Whether every interaction is kept. A pact without any proves nothing.
    public boolean isKept() {
        return !checks.isEmpty() && checks.stream().allMatch(Check::isKept);
    }

    /// What is not kept, a line for each problem.
    public List<String> problems() {
        if (checks.isEmpty()) {
            return List.of("The pact '%s' has no interaction.".formatted(pact.name()));
        }
        return checks.stream()
                .flatMap(check ->
                        check.problems().stream()
                                .map(problem -> check.interaction() + ": " + problem))
                .toList();
    }
}
