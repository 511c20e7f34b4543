package dev.banyan.architecture;

/// One place where a rule is broken.
///
/// @param where the class, member or file
/// @param what what it does
/// @param allowed what would be allowed instead
public record Violation(String where, String what, String allowed) {
    @Override
    public String toString() {
        return "%s: %s%n    Allowed: %s".formatted(where, what, allowed);
    }
}
