package dev.banyan.replication.plan;

import dev.banyan.replication.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Everything that a plan says, in the order in which it was found.
///
/// @param followed neighbour's tables that the module reads: proposed to be followed
public record Findings(List<Finding> all, Set<TableName> followed) {

    public Findings {
        all = List.copyOf(all);
        followed = Set.copyOf(followed);
    }

    /// What stands in the way, when the names in `accepted` are.
    public List<Finding> refusals(Set<String> accepted) {
        return all.stream()
                .filter(finding ->
                        switch (finding) {
                            case Finding.Refusal refusal -> true;
                            case Finding.Question question -> !accepted.contains(question.name());
                            case Finding.Proposal proposal -> false;
                            case Finding.Note note -> false;
                        })
                .toList();
    }

    /// Collects them. Confined to one thread.
    static final class Collector {

        private final List<Finding> all = new ArrayList<>();
        private final Set<TableName> followed = new TreeSet<>();

        void refuse(String text) {
            all.add(new Finding.Refusal(text));
        }

        void ask(String name, String text) {
            all.add(new Finding.Question(name, text));
        }

        void propose(String text, String action) {
            all.add(new Finding.Proposal(text, action));
        }

        void note(String text) {
            all.add(new Finding.Note(text));
        }

        void follow(TableName table, String because) {
            if (followed.add(table)) {
                propose(
                        "%s: the module needs to read '%s' on the target."
                                .formatted(because, table),
                        "followed: [" + table + "]");
            }
        }

        Findings findings() {
            return new Findings(all, followed);
        }
    }
}
