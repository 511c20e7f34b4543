package dev.banyan.architecture.internal;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaMember;
import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Architecture.OwnedClass;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// No entity is mapped to a table of another module.
public final class ForeignMappings implements Rule {
    private static final List<String> ATTRIBUTES = List.of("schema", "catalog");

    @Override
    public String name() {
        return "no entity is mapped to a table of another module";
    }

    @Override
    public String because() {
        return "a table has one owner, and nobody else writes or reads it";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.ownedClasses().stream()
                .flatMap(c -> violations(architecture, c))
                .toList();
    }

    private static Stream<Violation> violations(Architecture architecture, OwnedClass owned) {
        var foreign = architecture.foreignSchemas(owned.module());
        var onType =
                owned.type().getAnnotations().stream()
                        .flatMap(a ->
                                schemas(a)
                                        .filter(foreign::contains)
                                        .map(s -> violation(owned.type().getName(), a, s)));
        var onMembers = owned.type().getMembers().stream().flatMap(m -> violations(m, foreign));
        return Stream.concat(onType, onMembers);
    }

    private static Stream<Violation> violations(JavaMember member, Collection<String> foreign) {
        return member.getAnnotations().stream()
                .flatMap(a ->
                        schemas(a)
                                .filter(foreign::contains)
                                .map(s -> violation(member.getFullName(), a, s)));
    }

    private static Stream<String> schemas(JavaAnnotation<?> annotation) {
        if (!annotation.getRawType().getPackageName().startsWith("jakarta.persistence")
                && !annotation
                        .getRawType()
                        .getPackageName()
                        .startsWith("org.springframework.data")) {
            return Stream.empty();
        }
        return ATTRIBUTES.stream()
                .flatMap(name -> annotation.get(name).stream())
                .map(Object::toString);
    }

    private static Violation violation(String where, JavaAnnotation<?> annotation, String schema) {
        return new Violation(
                where,
                "is mapped by @%s to the schema '%s'"
                        .formatted(annotation.getRawType().getSimpleName(), schema),
                "tables of the module's own schema");
    }
}
