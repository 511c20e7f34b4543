package dev.banyan.replication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The row in the target that says how far a link has come, written in the transaction that
/// applies.
///
/// @param systemIdentifier of the server that the log belongs to
/// @param publication what the publication was when the copy began (`Publication.fingerprint`)
/// @param lsn the end of the last applied transaction
/// @param appliedThrough the clock of the last heartbeat: everything written before it is here
/// @param markers the last markers that went through, oldest first
public record Position(
        String link,
        String slot,
        String systemIdentifier,
        String publication,
        Lsn lsn,
        Optional<Instant> appliedThrough,
        List<String> markers,
        long transactions,
        long rows) {

    public Position {
        markers = List.copyOf(markers);
    }
}
