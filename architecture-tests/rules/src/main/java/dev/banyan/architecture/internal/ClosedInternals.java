package dev.banyan.architecture.internal;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.util.List;

/// What lies in a package `internal` is used only by those who share the package above it.
public final class ClosedInternals implements Rule {
    private static final String INTERNAL = ".internal";

    @Override
    public String name() {
        return "nobody reaches into an 'internal' package of somebody else";
    }

    @Override
    public String because() {
        return "what is internal may change at any time";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.classes().stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(ClosedInternals::isIntrusion)
                .map(ClosedInternals::violation)
                .distinct()
                .toList();
    }

    /// Packages of the Java platform have rules of their own.
    private static boolean isIntrusion(Dependency dependency) {
        var target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        int at = (target + ".").indexOf(INTERNAL + ".");
        if (at < 0 || target.startsWith("java")) {
            return false;
        }
        var above = target.substring(0, at);
        var origin = dependency.getOriginClass().getPackageName();
        return !origin.equals(above) && !origin.startsWith(above + ".");
    }

    private static Violation violation(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return new Violation(
                dependency.getOriginClass().getName(),
                "uses " + target.getName(),
                "the types of '%s'"
                        .formatted(
                                target.getPackageName()
                                        .substring(0, target.getPackageName().indexOf(INTERNAL))));
    }
}
