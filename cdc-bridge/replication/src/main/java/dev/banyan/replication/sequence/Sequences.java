package dev.banyan.replication.sequence;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.Sequence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and sets the sequences of one side.
///
/// `nextval` is not fenced and `setval` survives a roll-back: read the old side after its fence is
/// closed, and set the new one only in a transaction that has locked its fence row.
public final class Sequences {

    /// What an application may have in memory at least.
    public static final long LEAST_MARGIN = 1_000;

    private Sequences() {}

    public static List<SequenceValue> read(Connection connection, List<Sequence> sequences)
            throws SQLException {
        List<SequenceValue> values = new ArrayList<>();
        for (Sequence sequence : sequences) {
            values.add(read(connection, sequence));
        }
        return values;
    }

    /// For an owner that is lost: takes for each sequence the greatest number that any of its
    /// columns holds here. A sequence that feeds no column is left out.
    public static List<SequenceValue> fromRows(Connection connection, List<Sequence> sequences)
            throws SQLException {
        List<SequenceValue> values = new ArrayList<>();
        for (Sequence sequence : sequences) {
            for (Sequence.FedColumn column : sequence.feeds()) {
                extreme(connection, sequence, column)
                        .ifPresent(held -> values.add(new SequenceValue(sequence, held, true)));
            }
        }
        return values;
    }

    /// What would have to be done here to be beyond the old side; changes nothing.
    ///
    /// @param margin numbers to leave out, at least `LEAST_MARGIN`
    public static List<SequenceStep> plan(
            Connection connection, List<SequenceValue> old, List<Sequence> here, long margin)
            throws SQLException {
        if (margin < LEAST_MARGIN) {
            throw new IllegalArgumentException(
                    "The margin of sequences is "
                            + margin
                            + ", but must be at least "
                            + LEAST_MARGIN
                            + ".");
        }

        List<SequenceStep> steps = new ArrayList<>();
        for (SequenceValue value : old) {
            steps.add(plan(connection, value, here, margin));
        }
        return steps;
    }

    /// Moves every sequence that does not stand far enough, unless one cannot be moved safely: then
    /// none is.
    public static List<SequenceStep> carry(
            Connection connection, List<SequenceValue> old, List<Sequence> here, long margin)
            throws SQLException {
        List<SequenceStep> steps = plan(connection, old, here, margin);
        if (steps.stream().allMatch(SequenceStep::isSafe)) {
            for (SequenceStep step : steps) {
                if (step instanceof SequenceStep.Move move) {
                    move(connection, move);
                }
            }
        }
        return steps;
    }

    /// Sequences that are behind the numbers already in their columns: found before a switch rather
    /// than in it.
    public static List<SequenceStep> behind(Connection connection, List<Sequence> sequences)
            throws SQLException {
        List<SequenceStep> found = new ArrayList<>();
        for (SequenceValue value : read(connection, sequences)) {
            SequenceStep stay = new SequenceStep.Stay(value.sequence().name(), value.next());
            SequenceStep step = checked(connection, value.sequence(), stay, value.next());
            if (!step.isSafe()) {
                found.add(step);
            }
        }
        return found;
    }

    private static SequenceValue read(Connection connection, Sequence sequence)
            throws SQLException {
        return Query.of("select last_value, is_called from " + sequence.name().quoted())
                .one(
                        connection,
                        row ->
                                new SequenceValue(
                                        sequence,
                                        row.getLong("last_value"),
                                        row.getBoolean("is_called")));
    }

    private static SequenceStep plan(
            Connection connection, SequenceValue old, List<Sequence> here, long margin)
            throws SQLException {
        TableName name = old.sequence().name();
        Optional<Sequence> found =
                here.stream().filter(sequence -> sequence.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            return new SequenceStep.Missing(name);
        }

        SequenceStep step = SequenceAdvance.decide(old, read(connection, found.get()), margin);
        return switch (step) {
            case SequenceStep.Move move -> checked(connection, found.get(), move, move.next());
            case SequenceStep.Stay stay -> checked(connection, found.get(), stay, stay.next());
            case SequenceStep.Exhausted exhausted -> exhausted;
            case SequenceStep.Behind behind -> behind;
            case SequenceStep.Missing missing -> missing;
        };
    }

    /// The last assertion: no column holds a number that is still to come. Columns without an index
    /// that begins with them are not looked at: reading the whole table would make the pause long.
    private static SequenceStep checked(
            Connection connection, Sequence sequence, SequenceStep step, long next)
            throws SQLException {
        if (sequence.cycles()) {
            return step;
        }
        for (Sequence.FedColumn column : sequence.feeds()) {
            Optional<Long> held =
                    leadsAnIndex(connection, column)
                            ? extreme(connection, sequence, column)
                            : Optional.empty();
            if (held.isPresent() && !isFree(sequence, next, held.get())) {
                return new SequenceStep.Behind(sequence.name(), next, column, held.get());
            }
        }
        return step;
    }

    private static boolean isFree(Sequence sequence, long next, long held) {
        return sequence.increment() > 0 ? next > held : next < held;
    }

    private static Optional<Long> extreme(
            Connection connection, Sequence sequence, Sequence.FedColumn column)
            throws SQLException {
        String function = sequence.increment() > 0 ? "max" : "min";
        String sql =
                "select %s(%s)::bigint as held from %s"
                        .formatted(
                                function,
                                TableName.quoted(column.column()),
                                column.table().quoted());
        return Query.of(sql)
                .one(
                        connection,
                        row -> {
                            long held = row.getLong("held");
                            return row.wasNull() ? Optional.empty() : Optional.of(held);
                        });
    }

    private static boolean leadsAnIndex(Connection connection, Sequence.FedColumn column)
            throws SQLException {
        return Query.of(
                        """
                        select exists (
                          select from pg_index i
                               join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                          where i.indrelid = to_regclass(?) and i.indisvalid and i.indpred is null
                            and a.attname = ?) as leads
                        """,
                        column.table().quoted(),
                        column.column())
                .one(connection, row -> row.getBoolean("leads"));
    }

    private static void move(Connection connection, SequenceStep.Move move) throws SQLException {
        Query.of("select setval(?::regclass, ?, true)", move.sequence().quoted(), move.lastValue())
                .execute(connection);
    }
}
