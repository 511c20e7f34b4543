package dev.banyan.replication;

import java.time.Instant;
import java.util.Optional;

/// The row in the target that says how far a link has come, written in the transaction that
/// applies.
///
/// @param systemIdentifier of the server that the log belongs to
/// @param lsn the end of the last applied transaction
/// @param appliedThrough the clock of the last heartbeat: everything written before it is here
/// @param marker the last marker that went through, if any
public record Position(
        String link,
        String slot,
        String systemIdentifier,
        Lsn lsn,
        Optional<Instant> appliedThrough,
        Optional<String> marker,
        long transactions,
        long rows) {}
