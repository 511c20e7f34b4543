package dev.banyan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A proxy, seam or bridge that has registered.
///
/// @param kind what it is
/// @param builds the builds that it runs, by application: what contracts were verified for
/// @param acknowledged the newest version that all its threads decide by, with no older write left
/// @param sinceBeat how long ago its last heartbeat was, on the ledger's clock
public record ProcessState(
        String id,
        Kind kind,
        String address,
        Map<String, String> builds,
        long acknowledged,
        Instant registeredAt,
        Duration sinceBeat) {

    /// After so long without a heartbeat, a process counts as gone.
    public static final Duration GONE = Duration.ofSeconds(2);

    public ProcessState {
        builds = Map.copyOf(builds);
    }

    /// What can register.
    public enum Kind {
        PROXY,
        SEAM,
        BRIDGE;

        /// Whether a switch waits until it has acknowledged.
        public boolean routes() {
            return this != BRIDGE;
        }
    }

    public boolean isGone() {
        return sinceBeat.compareTo(GONE) > 0;
    }
}
