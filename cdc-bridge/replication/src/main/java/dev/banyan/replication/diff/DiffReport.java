package dev.banyan.replication.diff;

import dev.banyan.replication.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a diff found, of which state, and when.
///
/// @param position the place in the owner's log that both sides were looked at
/// @param takenAt when the snapshots were taken: the age of the result counts from here
/// @param listed the first of them; `differences` says how many there are
/// @param lagging how many of them the log explains
/// @param repairs the keys of the rows that differ
public record DiffReport(
        Lsn position,
        Instant takenAt,
        Duration took,
        List<TableResult> tables,
        List<Difference> listed,
        long differences,
        long lagging,
        List<Orphan> orphans,
        RepairPlan repairs) {

    public DiffReport {
        tables = List.copyOf(tables);
        listed = List.copyOf(listed);
        orphans = List.copyOf(orphans);
    }

    /// Whether a gate may pass: nothing differs, and no foreign key leads nowhere. A diff of no
    /// table proves nothing.
    public boolean isClean() {
        return !tables.isEmpty() && differences == 0 && orphans.isEmpty();
    }

    public Duration age(Instant now) {
        return Duration.between(takenAt, now);
    }

    public long rows() {
        return tables.stream().mapToLong(TableResult::ownerRows).sum();
    }
}
