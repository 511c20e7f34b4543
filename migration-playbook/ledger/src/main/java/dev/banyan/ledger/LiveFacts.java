package dev.banyan.ledger;

import dev.banyan.routing.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What changes all the time and is no part of the ledger's version: who lives, what was applied,
/// seen and found.
public interface LiveFacts {

    /// Registers a process, or writes its heartbeat, and what it has acknowledged.
    void beat(Heartbeat heartbeat);

    List<ProcessState> processes();

    /// Removes a process that is gone; false if its heartbeat lives or nobody knows it.
    boolean forget(String process);

    /// Writes what a side has applied of the other's changes; never goes back.
    void applied(String module, Side side, Instant clock);

    Map<Applied.Direction, Instant> applied();

    /// Writes what a process has seen of reads since it started.
    void seen(String process, List<ReadCounts> counts);

    /// What each process that lives has seen of reads.
    Map<String, List<ReadCounts>> seen();

    /// Writes how a module is; the newest stays.
    void picture(String module, ModulePicture picture);

    Optional<ModulePicture> picture(String module);
}
