package dev.banyan.seam.internal;

import dev.banyan.seam.SeamSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The services that were called. Safe for all threads.
final class Remotes {

    private final SeamSettings settings;
    private final Remote.Surroundings surroundings;
    private final Map<String, Remote> byModule = new ConcurrentHashMap<>();

    Remotes(SeamSettings settings, Remote.Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    Remote of(String module) {
        return byModule.computeIfAbsent(module, name -> new Remote(name, settings, surroundings));
    }
}
