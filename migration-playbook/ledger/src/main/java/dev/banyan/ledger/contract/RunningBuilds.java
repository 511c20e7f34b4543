package dev.banyan.ledger.contract;

import dev.banyan.ledger.config.Endpoint;
import java.io.IOException;

/// Asks a running process which build it is.
@FunctionalInterface
public interface RunningBuilds {

    /// The name of the build that a process runs.
    ///
    /// @throws IOException if it does not answer, or does not say
    String at(Endpoint process) throws IOException;
}
