package dev.banyan.proxy.discovery;

import java.util.List;

/// A list that outlives an outage of its source: while the source fails, or lists nobody, the last
/// list stays. A source that comes back after an outage often is empty at first, because every
/// heartbeat is overdue; who is really gone is found by health checks.
///
/// Confined to the thread that refreshes.
public final class LastKnown {
    private final Discovery source;
    private List<Discovery.Address> last = List.of();
    private String problem = "";

    public LastKnown(Discovery source) {
        this.source = source;
    }

    /// Asks the source.
    ///
    /// @return the newest list that was not empty
    public List<Discovery.Address> refreshed() {
        try {
            var found = source.instances();
            problem = found.isEmpty() ? "the source lists no instance" : "";
            last = found.isEmpty() ? last : List.copyOf(found);
        } catch (Discovery.DiscoveryFailed failed) {
            problem = String.valueOf(failed.getMessage());
        }
        return last;
    }

    /// Why the list is not fresh, or empty.
    public String problem() {
        return problem;
    }
}
