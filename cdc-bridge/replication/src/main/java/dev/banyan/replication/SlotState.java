package dev.banyan.replication;

import java.util.Optional;

/// What the server says about a slot.
///
/// @param confirmed what the slot's reader has let go
/// @param restart where the log kept back begins
/// @param retainedBytes log that the server must keep because of this slot
/// @param safeBytes how much more may be written before the slot is lost, where a limit is set
public record SlotState(
        String name,
        String plugin,
        String database,
        boolean active,
        Lsn confirmed,
        Lsn restart,
        String walStatus,
        Optional<String> invalidation,
        long retainedBytes,
        Optional<Long> safeBytes) {}
