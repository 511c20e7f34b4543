package dev.banyan.replication.drift;

import dev.banyan.replication.schema.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Compares a type of the user's own with the one of the same name on the other side.
final class EnumDrift {

    private static final Pattern LABEL = Pattern.compile("'(?:[^']|'')*'");

    private EnumDrift() {}

    static List<Drift> find(UserType owner, UserType other) {
        List<String> here = labels(owner);
        List<String> there = labels(other);
        List<String> common = new ArrayList<>(here);
        common.retainAll(there);
        if (owner.kind() != UserType.Kind.ENUM || !common.equals(there)) {
            return List.of(
                    new Drift.Conflicting(
                            "Type '%s' is (%s), but (%s) on the other side."
                                    .formatted(
                                            owner.name(), owner.definition(), other.definition())));
        }

        List<Drift> found = new ArrayList<>();
        for (int place = 0; place < here.size(); place++) {
            if (!there.contains(here.get(place))) {
                found.add(added(owner, here, place));
            }
        }
        return found;
    }

    private static Drift added(UserType type, List<String> labels, int place) {
        String where =
                place > 0
                        ? " after " + labels.get(place - 1)
                        : labels.size() > 1 ? " before " + labels.get(1) : "";
        return new Drift.Additive(
                "Value %s of type '%s' is missing on the other side."
                        .formatted(labels.get(place), type.name()),
                "alter type %s add value %s%s".formatted(type.name(), labels.get(place), where));
    }

    private static List<String> labels(UserType type) {
        return LABEL.matcher(type.definition()).results().map(MatchResult::group).toList();
    }
}
