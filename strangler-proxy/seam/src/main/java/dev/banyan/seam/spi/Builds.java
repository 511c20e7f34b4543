package dev.banyan.seam.spi;

import java.util.Map;

/// What this process tells the ledger of the builds that it runs.
@FunctionalInterface
public interface Builds {

    /// The build of each application in this process, by its name.
    Map<String, String> builds();
}
