package dev.banyan.replication.schema;

import org.jspecify.annotations.Nullable;

/// A column as the catalogue describes it.
///
/// @param type with its modifiers and, outside `pg_catalog`, its schema: `character varying(40)`
/// @param elementType what is left of the type without arrays, domains and modifiers: `time with
///   time zone`
/// @param defaultExpression of a plain column; null where there is none
/// @param generationExpression of a generated column; null where it is not generated
/// @param collation null where the type's own one is used
public record Column(
        String name,
        String type,
        String elementType,
        boolean notNull,
        Identity identity,
        @Nullable String defaultExpression,
        @Nullable String generationExpression,
        @Nullable String collation) {

    /// Who gives the column its number.
    public enum Identity {
        NONE,
        ALWAYS,
        BY_DEFAULT
    }

    public boolean isGenerated() {
        return generationExpression != null;
    }
}
