package dev.banyan.replication.schema;

/// The database that a catalogue was read from.
///
/// @param version like 180006
/// @param walLevel `logical` is needed
public record Server(
        String systemIdentifier, String database, int version, String walLevel, String encoding) {}
