package dev.banyan.replication.internal.apply;

import dev.banyan.replication.Row;
import java.util.List;

/// How many rows a statement has to change: each of these exactly once.
record Expected(TableShape shape, String verb, List<Row> rows) {

    static Expected of(TableShape shape, String verb, List<Row> rows) {
        return new Expected(shape, verb, rows);
    }

    void check(long changed) {
        if (changed != rows.size()) {
            throw new RowsMissing(this, changed);
        }
    }

    /// A statement found fewer (or more) rows than the source changed.
    static final class RowsMissing extends RuntimeException {

        private final transient Expected expected;
        private final long changed;

        RowsMissing(Expected expected, long changed) {
            super(expected.verb() + " changed " + changed + " of " + expected.rows().size());
            this.expected = expected;
            this.changed = changed;
        }

        Expected expected() {
            return expected;
        }

        long changed() {
            return changed;
        }
    }
}
