package dev.banyan.routing;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Clients whose reads go to a named side, whatever their share says. Writes go to the owner still.
///
/// @param header a request header that says `control` or `candidate`, or none
/// @param control sticky keys that always get the control
/// @param candidate sticky keys that always get the candidate
public record Cohorts(@Nullable String header, Set<String> control, Set<String> candidate) {

    public static final Cohorts NONE = new Cohorts(null, Set.of(), Set.of());

    public Cohorts {
        header = header == null ? null : header.toLowerCase(Locale.ROOT);
        control = Set.copyOf(control);
        candidate = Set.copyOf(candidate);
        refuseKeysInBoth(control, candidate);
    }

    private static void refuseKeysInBoth(Set<String> control, Set<String> candidate) {
        for (var key : control) {
            if (candidate.contains(key)) {
                throw new IllegalArgumentException(
                        "The key '%s' is forced to both sides; take it off one list."
                                .formatted(key));
            }
        }
    }
}
