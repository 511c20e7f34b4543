package dev.banyan.architecture.internal;

import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.util.List;

/// What Spring Modulith verifies: cycles, internals, declared dependencies, and the building blocks
/// of jMolecules.
public final class ModulithRules implements Rule {
    @Override
    public String name() {
        return "modules depend on each other as declared, without a cycle, and on exposed types only";
    }

    @Override
    public String because() {
        return "a module that reaches into another, or that is reached back from it, cannot be taken out alone";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.modules().detectViolations().getMessages().stream()
                .map(message ->
                        new Violation(
                                "modules",
                                message,
                                "what the message names, or a dependency declared in the module's"
                                        + " @ApplicationModule"))
                .toList();
    }
}
