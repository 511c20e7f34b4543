package dev.banyan.architecture.internal;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Architecture.OwnedClass;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// No transaction of one module calls another module, directly or through its own classes.
///
/// It follows calls inside the module, also those to its interfaces. Transactions that are opened
/// by hand, with a template, are not seen.
public final class ForeignTransactions implements Rule {
    @Override
    public String name() {
        return "no transaction spans two modules";
    }

    @Override
    public String because() {
        return "a call inside a transaction becomes a distributed transaction on the day that the other module is a"
                + " service";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.ownedClasses().stream()
                .flatMap(c -> violations(architecture, c))
                .distinct()
                .toList();
    }

    private static Stream<Violation> violations(Architecture architecture, OwnedClass owned) {
        boolean whole = Types.isTransactional(owned.type());
        return owned.type().getMethods().stream()
                .filter(m -> whole || Types.isTransactional(m))
                .flatMap(m ->
                        foreignCalls(architecture, owned.module(), m)
                                .map(call -> violation(m, call)));
    }

    /// The calls to other modules that a method can reach without leaving its own.
    private static Stream<JavaMethodCall> foreignCalls(
            Architecture architecture, String module, JavaMethod start) {
        var seen = new HashSet<JavaCodeUnit>();
        var open = new ArrayDeque<JavaCodeUnit>(List.of(start));
        var found = new HashSet<JavaMethodCall>();
        while (!open.isEmpty()) {
            var unit = open.remove();
            if (!seen.add(unit)) {
                continue;
            }
            for (var call : unit.getMethodCallsFromSelf()) {
                var owner = call.getTargetOwner();
                if (architecture.isForeign(owner, module) && !Types.isValue(owner)) {
                    found.add(call);
                } else if (architecture.moduleOf(owner).filter(module::equals).isPresent()) {
                    open.addAll(implementations(call));
                }
            }
        }
        return found.stream();
    }

    private static Set<JavaCodeUnit> implementations(JavaMethodCall call) {
        var units = new HashSet<JavaCodeUnit>();
        call.getTarget().resolveMember().ifPresent(units::add);
        for (JavaClass sub : call.getTargetOwner().getAllSubclasses()) {
            sub.tryGetMethod(
                            call.getTarget().getName(),
                            call.getTarget().getRawParameterTypes().stream()
                                    .map(JavaClass::getName)
                                    .toArray(String[]::new))
                    .ifPresent(units::add);
        }
        return units;
    }

    private static Violation violation(JavaMethod transaction, JavaMethodCall call) {
        return new Violation(
                transaction.getFullName(),
                "is transactional and reaches %s (%s)"
                        .formatted(call.getTarget().getFullName(), call.getSourceCodeLocation()),
                "a call before or after the transaction, or an event that is published in it");
    }
}
