package dev.banyan.ledger;

import java.util.Map;

/// What a process says of itself, twice a second.
public record Heartbeat(
        String process,
        ProcessState.Kind kind,
        String address,
        Map<String, String> builds,
        long acknowledged) {

    public Heartbeat {
        builds = Map.copyOf(builds);
    }

    /// What was acknowledged stays so. The threads of a process learn of it on their own, and one
    /// that was interrupted between learning and telling would else take back what another told.
    Heartbeat acknowledging(long version) {
        return version > acknowledged
                ? new Heartbeat(process, kind, address, builds, version)
                : this;
    }
}
