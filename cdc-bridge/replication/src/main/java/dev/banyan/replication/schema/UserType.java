package dev.banyan.replication.schema;

/// A type of the user's own that a column has, directly or below an array or a domain.
///
/// @param name as PostgreSQL prints it with an empty search path
/// @param definition what must be the same on both sides: the labels of an enum in order, the
///   columns of a composite, the base type and the checks of a domain
public record UserType(String name, Kind kind, String definition) {

    public enum Kind {
        ENUM,
        DOMAIN,
        COMPOSITE,
        RANGE,
        BASE
    }
}
