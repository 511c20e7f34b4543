package dev.banyan.cli;

import dev.banyan.ledger.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How the journal is printed.
final class JournalLines {

    private JournalLines() {}

    static String line(JournalEntry entry) {
        return "%s  %-28s %s  %s"
                .formatted(entry.at(), entry.event(), entry.who(), evidence(entry))
                .stripTrailing();
    }

    /// What was measured, by name.
    static String evidence(JournalEntry entry) {
        return new TreeMap<>(entry.evidence())
                .entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
    }

    /// The same for a program.
    static Map<String, Object> fields(String module, List<JournalEntry> entries) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("module", module);
        fields.put("entries", entries.stream().map(JournalLines::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(JournalEntry entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", entry.id());
        fields.put("at", entry.at().toString());
        fields.put("event", entry.event());
        fields.put("attempt", String.valueOf(entry.attempt()));
        fields.put("version", entry.version());
        fields.put("evidence", new TreeMap<>(entry.evidence()));
        fields.put("who", entry.who());
        return fields;
    }
}
