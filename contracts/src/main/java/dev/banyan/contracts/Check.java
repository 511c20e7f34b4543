package dev.banyan.contracts;

import java.util.List;

/// One interaction of a pact, verified.
///
/// @param problems what is not as the consumer needs it; none if all is
public record Check(String interaction, List<String> problems) {

    public Check {
        problems = List.copyOf(problems);
    }

    public boolean isKept() {
        return problems.isEmpty();
    }
}
