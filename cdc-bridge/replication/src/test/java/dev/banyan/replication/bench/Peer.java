package dev.banyan.replication.bench;

import dev.banyan.replication.Reader;
import java.util.Optional;

/// What is measured, ours and theirs.
enum Peer {
    NATIVE("native", "PostgreSQL's own subscription"),
    DIRECT("direct", "ours, direct reader and applier"),
    DEBEZIUM("debezium", "ours, Debezium and applier"),
    COPIER("copier", "ours, the parallel copy"),
    RAW_DECODE("raw-decode", "the log read and dropped"),
    DEBEZIUM_DECODE("debezium-decode", "Debezium's records counted and dropped");

    private final String title;
    private final String meaning;

    Peer(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }

    /// The reader of ours, for what is ours.
    Optional<Reader> reader() {
        return switch (this) {
            case DIRECT -> Optional.of(Reader.PGOUTPUT);
            case DEBEZIUM -> Optional.of(Reader.DEBEZIUM);
            case NATIVE, COPIER, RAW_DECODE, DEBEZIUM_DECODE -> Optional.empty();
        };
    }

    boolean isOurs() {
        return this == COPIER || reader().isPresent();
    }

    /// Whether rows arrive somewhere.
    boolean applies() {
        return this == NATIVE || isOurs();
    }
}
