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

    Heartbeat acknowledging(long version) {
        return new Heartbeat(process, kind, address, builds, version);
    }
}
