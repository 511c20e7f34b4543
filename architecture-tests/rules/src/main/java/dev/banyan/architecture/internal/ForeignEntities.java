package dev.banyan.architecture.internal;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Architecture.OwnedClass;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.util.List;
import java.util.stream.Stream;

/// No field holds an entity of another module.
public final class ForeignEntities implements Rule {
    @Override
    public String name() {
        return "no class holds an entity of another module";
    }

    @Override
    public String because() {
        return "an entity belongs to its module's transactions and tables; others know it by its id";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.ownedClasses().stream()
                .flatMap(c -> violations(architecture, c))
                .toList();
    }

    private static Stream<Violation> violations(Architecture architecture, OwnedClass holder) {
        return holder.type().getFields().stream()
                .flatMap(field ->
                        field.getAllInvolvedRawTypes().stream()
                                .filter(type -> architecture.isForeign(type, holder.module()))
                                .filter(Types::isEntity)
                                .map(type -> violation(field, type)));
    }

    private static Violation violation(JavaField field, JavaClass type) {
        return new Violation(
                field.getFullName(),
                "holds the entity " + type.getName(),
                "the entity's identifier, or a plain value of one's own");
    }
}
