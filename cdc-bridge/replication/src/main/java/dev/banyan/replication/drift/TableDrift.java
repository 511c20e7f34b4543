package dev.banyan.replication.drift;

import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Column;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.schema.UniqueIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compares one table with the one of the same name on the other side.
final class TableDrift {

    /// A default that is the same for every row: only then adding a column fills both sides alike.
    private static final Pattern CONSTANT =
            Pattern.compile(
                    "(?i)(-?[0-9.]+|'(?:[^']|'')*'|true|false|null)(::[\\w .\"()\\[\\],]+)?");

    private final Table owner;
    private final Table other;
    private final List<Drift> found = new ArrayList<>();

    TableDrift(Table owner, Table other) {
        this.owner = owner;
        this.other = other;
    }

    List<Drift> find() {
        if (owner.kind() != other.kind() || !owner.partitioning().equals(other.partitioning())) {
            conflict(
                    "Table '%s' is partitioned otherwise on the other side."
                            .formatted(owner.name()));
        }
        owner.columns().forEach(this::compareColumn);
        other.columns().stream()
                .filter(column -> find(owner, column).isEmpty())
                .forEach(column ->
                        conflict(
                                "Column '%s' of table '%s' exists only on the other side."
                                        .formatted(column.name(), owner.name())));
        compareKeys();
        compareChecks();
        return found;
    }

    private static Optional<Column> find(Table table, Column column) {
        return table.columns().stream()
                .filter(candidate -> candidate.name().equals(column.name()))
                .findFirst();
    }

    private void compareColumn(Column here) {
        find(other, here)
                .ifPresentOrElse(there -> compareColumns(here, there), () -> missing(here));
    }

    private void missing(Column column) {
        String what =
                "Column '%s' of table '%s' is missing on the other side."
                        .formatted(column.name(), owner.name());
        if (canBeAdded(column)) {
            found.add(new Drift.Additive(what, alter("add column " + definition(column))));
        } else {
            found.add(new Drift.Conflicting(what));
        }
    }

    private static boolean canBeAdded(Column column) {
        if (column.identity() != Column.Identity.NONE) {
            return false;
        }
        String expression = column.defaultExpression();
        return expression == null
                ? !column.notNull() || column.isGenerated()
                : CONSTANT.matcher(expression).matches();
    }

    private static String definition(Column column) {
        StringBuilder sql =
                new StringBuilder(TableName.quoted(column.name()) + " " + column.type());
        if (column.defaultExpression() != null) {
            sql.append(" default ").append(column.defaultExpression());
        }
        if (column.generationExpression() != null) {
            sql.append(" generated always as (")
                    .append(column.generationExpression())
                    .append(") stored");
        }
        return sql.append(column.notNull() ? " not null" : "").toString();
    }

    private void compareColumns(Column here, Column there) {
        boolean same =
                here.type().equals(there.type())
                        && here.identity() == there.identity()
                        && Objects.equals(here.generationExpression(), there.generationExpression())
                        && Objects.equals(here.collation(), there.collation());
        if (!same || (there.notNull() && !here.notNull())) {
            conflict(
                    "Column '%s' of table '%s' is '%s' here, but '%s' on the other side."
                            .formatted(
                                    here.name(), owner.name(), described(here), described(there)));
            return;
        }

        if (here.notNull() && !there.notNull()) {
            additive(here, "may be null on the other side only", "set not null");
        }
        if (!Objects.equals(here.defaultExpression(), there.defaultExpression())) {
            String change =
                    here.defaultExpression() == null
                            ? "drop default"
                            : "set default " + here.defaultExpression();
            additive(here, "has another default on the other side", change);
        }
    }

    private static String described(Column column) {
        String collation = column.collation() == null ? "" : " collate " + column.collation();
        String generated =
                column.generationExpression() == null
                        ? ""
                        : " generated as " + column.generationExpression();
        String identity =
                column.identity() == Column.Identity.NONE ? "" : " identity " + column.identity();
        return column.type()
                + collation
                + generated
                + identity
                + (column.notNull() ? " not null" : "");
    }

    private void additive(Column column, String what, String change) {
        found.add(
                new Drift.Additive(
                        "Column '%s' of table '%s' %s."
                                .formatted(column.name(), owner.name(), what),
                        alter("alter column " + TableName.quoted(column.name()) + " " + change)));
    }

    private void compareKeys() {
        for (UniqueIndex index : owner.uniqueIndexes()) {
            if (index.total() && !hasSame(other, index)) {
                found.add(
                        new Drift.Additive(
                                "Table '%s' is unique by %s, but not on the other side."
                                        .formatted(owner.name(), index.columns()),
                                alter(
                                        "add "
                                                + (index.primary() ? "primary key" : "unique")
                                                + columns(index))));
            }
        }
        for (UniqueIndex index : other.uniqueIndexes()) {
            if (!hasSame(owner, index)) {
                conflict(
                        "Table '%s' is unique by %s on the other side only (index '%s'): rows of the owner could be refused there."
                                .formatted(owner.name(), index.columns(), index.name()));
            }
        }
    }

    private static boolean hasSame(Table table, UniqueIndex index) {
        return table.uniqueIndexes().stream()
                .anyMatch(candidate ->
                        candidate.columns().equals(index.columns())
                                && candidate.primary() == index.primary()
                                && candidate.total() == index.total());
    }

    private static String columns(UniqueIndex index) {
        return index.columns().stream()
                .map(TableName::quoted)
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private void compareChecks() {
        List<String> here = owner.checks().stream().map(SchemaFingerprint::definition).toList();
        List<String> there = other.checks().stream().map(SchemaFingerprint::definition).toList();
        for (String check : here) {
            if (!there.contains(check)) {
                found.add(
                        new Drift.Additive(
                                "Table '%s' has '%s', but not on the other side."
                                        .formatted(owner.name(), check),
                                alter("add " + check)));
            }
        }
        for (String check : there) {
            if (!here.contains(check)) {
                conflict(
                        "Table '%s' has '%s' on the other side only."
                                .formatted(owner.name(), check));
            }
        }
    }

    private String alter(String change) {
        return "alter table " + owner.name().quoted() + " " + change;
    }

    private void conflict(String what) {
        found.add(new Drift.Conflicting(what));
    }
}
