package dev.banyan.proxy.spi;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The running data path as its control side sees it. Thread-safe. Obtained from
/// `dev.banyan.proxy.path.Proxy.start(settings, surroundings, routes)`.
public interface DataPath {

    /// Puts new routes into effect on every loop; returns at once.
    void use(Routes routes);

    /// The newest version of a module that is acknowledged: every loop decides by it, and no write
    /// of the module that an older table let through is in flight. Held writes do not count. -1
    /// when none is.
    long acknowledged(String module);

    /// Runs this whenever an acknowledged version may have changed. On any thread; must not block.
    void onAcknowledged(Runnable listener);

    /// What it does now; costs a look at each loop's counters.
    State state();

    /// The address that it listens on in cleartext.
    InetSocketAddress address();

    /// The transport in use, and why not a faster one.
    String transport();

    /// Stops accepting, lets what is under way end, closes connections as they become idle, and at
    /// the latest after the grace everything. Idempotent.
    ///
    /// A restart without a pause: start the second process on the same address (both may listen,
    /// SO_REUSEPORT), then stop the first. Answers of the first say `Connection: close` from then
    /// on, HTTP/2 clients get GOAWAY, and an idle connection is kept for half of the grace, so that
    /// a request which is on its way still gets its answer.
    CompletionStage<Void> stop(Duration grace);

    /// What it does now.
    ///
    /// @param connections client connections
    /// @param requests requests under way, held ones included
    /// @param modules per module
    record State(int connections, long requests, List<ModuleState> modules) {}

    /// What it does for one module.
    ///
    /// @param version of the newest routes
    /// @param acknowledged the newest acknowledged version
    /// @param writesInFlight writes that were sent, under any table
    /// @param held writes that wait
    /// @param heldBytes the bytes of their bodies
    /// @param oldestWrite the target of a write that keeps the newest version from being
    ///   acknowledged, or empty
    record ModuleState(
            String module,
            long version,
            long acknowledged,
            long writesInFlight,
            int held,
            long heldBytes,
            String oldestWrite) {}
}
