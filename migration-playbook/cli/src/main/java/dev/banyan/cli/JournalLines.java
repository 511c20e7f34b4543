package dev.banyan.cli;

import dev.banyan.ledger.JournalEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a line of the journal is printed while it is written, and all of it for a program.
final class JournalLines {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private JournalLines() {}

    static String line(JournalEntry entry) {
        return "%s  %-28s %s  %s"
                .formatted(
                        time(entry.at()),
                        entry.event(),
                        entry.who(),
                        Evidence.text(entry.evidence()))
                .stripTrailing();
    }

    /// The time of the day, in UTC.
    static String time(Instant at) {
        return TIME.format(at);
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
