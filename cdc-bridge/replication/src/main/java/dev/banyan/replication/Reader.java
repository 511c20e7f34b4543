package dev.banyan.replication;

/// Which of the two change readers a stream uses.
public enum Reader {
    /// Debezium Embedded: the default, wherever it loses nothing of the module's types.
    DEBEZIUM,
    /// Reads pgoutput directly: every type as PostgreSQL writes it, and several times as fast.
    PGOUTPUT
}
