package dev.banyan.ledger;

import java.util.Map;
import java.util.TreeMap;

/// What goes into the journal beside a change: who did it, and what was measured.
public record Note(String who, Map<String, String> evidence) {

    public Note {
        evidence = Map.copyOf(new TreeMap<>(evidence));
    }

    public static Note by(String who) {
        return new Note(who, Map.of());
    }
}
