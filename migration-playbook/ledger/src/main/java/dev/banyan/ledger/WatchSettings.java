package dev.banyan.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the ledger is watched.
///
/// @param poll how often it is asked, whatever it tells by itself
/// @param firstPause the pause before it is connected to again; doubled each time
/// @param longestPause the longest such pause
/// @param stateFile where the last known state is kept, or null for nowhere
/// @param internalPaths what is routed nowhere
public record WatchSettings(
        Duration poll,
        Duration firstPause,
        Duration longestPause,
        @Nullable Path stateFile,
        List<String> internalPaths) {

    public WatchSettings {
        internalPaths = List.copyOf(internalPaths);
        requirePositive("poll", poll);
        requirePositive("firstPause", firstPause);
        requirePositive("longestPause", longestPause);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(
                    "The setting '%s' of the ledger's watch is %s; it must be at least PT0.001S."
                            .formatted(name, value));
        }
    }
}
