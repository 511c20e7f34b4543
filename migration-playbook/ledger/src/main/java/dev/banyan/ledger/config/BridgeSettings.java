package dev.banyan.ledger.config;

import java.nio.file.Path;
import java.util.Optional;

/// The bridge process.
public record BridgeSettings(
        Optional<String> name,
        AdminSettings admin,
        Path state,
        Reader reader,
        DataSize retainedLimit,
        Optional<EventSettings> events) {

    /// What reads the log of a database.
    public enum Reader {
        /// Debezium, embedded.
        DEBEZIUM,
        /// The toolkit's own reader of PostgreSQL's pgoutput.
        PGOUTPUT
    }

    static BridgeSettings read(Section section) {
        return new BridgeSettings(
                section.optional(
                        "name",
                        Kind.matching(
                                "[A-Za-z0-9._:-]{1,100}", "letters, digits, . _ : -", "bridge-1"),
                        "the process in the ledger; by default host and port"),
                AdminSettings.read(section, "127.0.0.1:8082"),
                section.orElse(
                        "state",
                        Kind.FILE,
                        ".banyan/bridge",
                        "a folder for the last known state and the generated token"),
                section.orElse(
                        "reader",
                        Kind.choice(Reader.class),
                        "debezium",
                        "what reads the log of a database"),
                section.orElse(
                        "retainedLimit",
                        Kind.size("64MB", "100000GB"),
                        "8GB",
                        "log that a slot may keep back; beyond it the stream away from the owner is given up until recopy"),
                section.optionalSection("events", EventSettings::read));
    }
}
