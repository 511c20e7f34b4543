package dev.banyan.replication.drift;

import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.schema.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what must be the same on both sides and is not.
public final class SchemaComparison {

    private final Catalogue owner;
    private final Catalogue other;
    private final List<Drift> found = new ArrayList<>();

    private SchemaComparison(Catalogue owner, Catalogue other) {
        this.owner = owner;
        this.other = other;
    }

    /// All differences, the owner's side being the one that the other must follow.
    public static List<Drift> compare(Catalogue owner, Catalogue other) {
        SchemaComparison comparison = new SchemaComparison(owner.moved(), other.moved());
        comparison.compareTypes();
        comparison.compareTables();
        comparison.compareSequences();
        return List.copyOf(comparison.found);
    }

    private void compareTables() {
        for (Table table : owner.tables()) {
            other.table(table.name())
                    .ifPresentOrElse(
                            there -> found.addAll(new TableDrift(table, there).find()),
                            () ->
                                    conflict(
                                            "Table '%s' is missing on the other side.",
                                            table.name()));
        }
        for (Table table : other.tables()) {
            if (!owner.has(table.name())) {
                conflict("Table '%s' exists only on the other side.", table.name());
            }
        }
    }

    private void compareTypes() {
        for (UserType type : owner.types()) {
            Optional<UserType> there =
                    other.types().stream()
                            .filter(candidate -> candidate.name().equals(type.name()))
                            .findFirst();
            if (there.isEmpty()) {
                conflict("Type '%s' is missing or unused on the other side.", type.name());
            } else if (!there.get().definition().equals(type.definition())) {
                found.addAll(EnumDrift.find(type, there.get()));
            }
        }
    }

    private void compareSequences() {
        for (Sequence sequence : owner.sequences()) {
            sequence(sequence.name())
                    .ifPresentOrElse(
                            there -> compareSequence(sequence, there),
                            () ->
                                    found.add(
                                            new Drift.Additive(
                                                    "Sequence '%s' is missing on the other side."
                                                            .formatted(sequence.name()),
                                                    create(sequence))));
        }
    }

    private void compareSequence(Sequence here, Sequence there) {
        boolean same =
                here.type().equals(there.type())
                        && here.increment() == there.increment()
                        && here.minimum() == there.minimum()
                        && here.maximum() == there.maximum()
                        && here.cycles() == there.cycles();
        if (!same) {
            conflict("Sequence '%s' counts otherwise on the other side.", here.name());
        }
    }

    private Optional<Sequence> sequence(TableName name) {
        return other.sequences().stream()
                .filter(sequence -> sequence.name().equals(name))
                .findFirst();
    }

    private static String create(Sequence sequence) {
        return "create sequence %s as %s increment %d minvalue %d maxvalue %d cache %d%s"
                .formatted(
                        sequence.name().quoted(),
                        sequence.type(),
                        sequence.increment(),
                        sequence.minimum(),
                        sequence.maximum(),
                        sequence.cache(),
                        sequence.cycles() ? " cycle" : "");
    }

    private void conflict(String text, Object name) {
        found.add(new Drift.Conflicting(text.formatted(name)));
    }
}
