package dev.banyan.architecture.internal;

import com.tngtech.archunit.core.domain.JavaCall;
import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Architecture.OwnedClass;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.util.List;
import java.util.stream.Stream;

/// Calls between modules go through interfaces that could be answered over HTTP tomorrow.
public final class PublishedInterfaces implements Rule {
    @Override
    public String name() {
        return "modules call each other through published interfaces only";
    }

    @Override
    public String because() {
        return "only what is published with @HttpExchange can be answered by a service in the module's place";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.ownedClasses().stream()
                .flatMap(c -> violations(architecture, c))
                .distinct()
                .toList();
    }

    private static Stream<Violation> violations(Architecture architecture, OwnedClass caller) {
        return Stream.<JavaCall<?>>concat(
                        caller.type().getMethodCallsFromSelf().stream(),
                        caller.type().getConstructorCallsFromSelf().stream())
                .filter(call -> architecture.isForeign(call.getTargetOwner(), caller.module()))
                .filter(call -> !Types.isValue(call.getTargetOwner()))
                .filter(call -> !Types.isPublishedInterface(call.getTargetOwner()))
                .map(PublishedInterfaces::violation);
    }

    private static Violation violation(JavaCall<?> call) {
        return new Violation(
                call.getOrigin().getFullName(),
                "calls %s (%s)"
                        .formatted(call.getTarget().getFullName(), call.getSourceCodeLocation()),
                "calls to an interface with @HttpExchange, and to records, enums and exceptions");
    }
}
