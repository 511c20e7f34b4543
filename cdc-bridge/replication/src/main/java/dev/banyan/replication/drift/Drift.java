package dev.banyan.replication.drift;

/// One difference between the schemas of both sides: it stops gates, never the stream.
public sealed interface Drift {

    /// What differs, and where.
    String what();

    /// The other side can take it over without touching a row.
    ///
    /// @param sql to be run on the other side
    record Additive(String what, String sql) implements Drift {
        @Override
        public String toString() {
            return what + " Run on the other side: " + sql;
        }
    }

    /// Somebody must decide.
    record Conflicting(String what) implements Drift {
        @Override
        public String toString() {
            return what;
        }
    }
}
