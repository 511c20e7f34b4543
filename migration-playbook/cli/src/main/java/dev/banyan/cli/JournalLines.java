package dev.banyan.cli;

import dev.banyan.ledger.JournalEntry;
import java.util.TreeMap;

/// How the journal is printed.
final class JournalLines {

    private JournalLines() {}

    static String line(JournalEntry entry) {
        var evidence = entry.evidence().isEmpty() ? "" : "  " + new TreeMap<>(entry.evidence());
        return "%s  %-28s %s%s".formatted(entry.at(), entry.event(), entry.who(), evidence);
    }
}
