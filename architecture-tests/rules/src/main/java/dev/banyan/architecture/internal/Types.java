package dev.banyan.architecture.internal;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import java.util.List;

/// Tells what a class is for.
final class Types {
    private static final List<String> ENTITIES =
            List.of(
                    "jakarta.persistence.Entity",
                    "jakarta.persistence.MappedSuperclass",
                    "org.jmolecules.ddd.annotation.AggregateRoot",
                    "org.jmolecules.ddd.annotation.Entity");
    private static final List<String> TRANSACTIONS =
            List.of(
                    "org.springframework.transaction.annotation.Transactional",
                    "jakarta.transaction.Transactional");
    private static final String HTTP_EXCHANGE =
            "org.springframework.web.service.annotation.HttpExchange";
    private static final String ENTITY = "org.jmolecules.ddd.types.Entity";
    private static final String IDENTIFIABLE = "org.jmolecules.ddd.types.Identifiable";

    private Types() {}

    /// Something that is only passed around: a record, an enum, an exception, an annotation.
    static boolean isValue(JavaClass type) {
        return type.isRecord()
                || type.isEnum()
                || type.isAnnotation()
                || type.isAssignableTo(Throwable.class)
                || isSealedValue(type);
    }

    /// A closed choice among records.
    private static boolean isSealedValue(JavaClass type) {
        return type.isInterface()
                && !isPublishedInterface(type)
                && !type.getSubclasses().isEmpty()
                && type.getSubclasses().stream().allMatch(Types::isValue);
    }

    static boolean isPublishedInterface(JavaClass type) {
        return type.isInterface()
                && (isAnnotated(type, HTTP_EXCHANGE)
                        || type.getMethods().stream().anyMatch(m -> isAnnotated(m, HTTP_EXCHANGE)));
    }

    static boolean isEntity(JavaClass type) {
        return ENTITIES.stream().anyMatch(a -> isAnnotated(type, a))
                || (!type.isInterface()
                        && (type.isAssignableTo(ENTITY) || type.isAssignableTo(IDENTIFIABLE)));
    }

    static boolean isTransactional(CanBeAnnotated element) {
        return TRANSACTIONS.stream().anyMatch(a -> isAnnotated(element, a));
    }

    private static boolean isAnnotated(CanBeAnnotated element, String annotation) {
        return element.isAnnotatedWith(annotation) || element.isMetaAnnotatedWith(annotation);
    }
}
