package dev.banyan.cli;

import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.ReadableDuration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The journal of a module as a report: what happened, who did it, and of each attempt every step
/// with how long it took and what it found.
///
/// A step is journaled before it runs, with what the step before it found, so that a crash leaves
/// behind what was under way. Here each stands beside its own findings.
final class JournalReport {

    private static final String BEGIN = "begin ";
    private static final String UNDO = "begin undo";
    private static final Set<String> ENDS = Set.of("finish", "end undo");
    private static final int SHORT = 8;

    private final List<JournalEntry> entries;
    private final List<String> lines = new ArrayList<>();
    private @Nullable LocalDate day;

    private JournalReport(List<JournalEntry> entries) {
        this.entries = entries;
    }

    /// @param entries oldest first
    static List<String> of(List<JournalEntry> entries) {
        return new JournalReport(List.copyOf(entries)).lines();
    }

    private List<String> lines() {
        for (int i = 0; i < entries.size(); i++) {
            tellDay(entries.get(i).at());
            if (begins(entries.get(i))) {
                int end = endOf(i);
                tellAttempt(entries.subList(i, end + 1));
                i = end;
            } else {
                lines.add(single(entries.get(i)));
            }
        }
        return lines;
    }

    private void tellDay(Instant at) {
        var date = LocalDate.ofInstant(at, ZoneOffset.UTC);
        if (!date.equals(day)) {
            day = date;
            lines.add("%s, times in UTC".formatted(date));
        }
    }

    private static boolean begins(JournalEntry entry) {
        return entry.event().startsWith(BEGIN) && !entry.event().startsWith(UNDO);
    }

    /// Where an attempt ends, or how far it has come.
    private int endOf(int begin) {
        for (int i = begin + 1; i < entries.size(); i++) {
            if (begins(entries.get(i))) {
                return i - 1;
            }
            if (ENDS.contains(entries.get(i).event())) {
                return i;
            }
        }
        return entries.size() - 1;
    }

    private static String single(JournalEntry entry) {
        return "%s  %s, by %s%s"
                .formatted(
                        JournalLines.time(entry.at()),
                        entry.event(),
                        entry.who(),
                        found(entry.evidence()));
    }

    private static String found(Map<String, String> evidence) {
        return evidence.isEmpty() ? "" : ": " + Evidence.text(evidence);
    }

    private void tellAttempt(List<JournalEntry> attempt) {
        var begin = attempt.getFirst();
        lines.add(
                "%s  %s, by %s, attempt %s%s"
                        .formatted(
                                JournalLines.time(begin.at()),
                                begin.event().substring(BEGIN.length()),
                                begin.who(),
                                shortened(String.valueOf(begin.attempt())),
                                found(begin.evidence())));
        for (int i = 1; i < attempt.size(); i++) {
            lines.add(step(begin, attempt, i));
        }
        lines.add(ending(begin, attempt.getLast()));
    }

    private static String step(JournalEntry begin, List<JournalEntry> attempt, int number) {
        var entry = attempt.get(number);
        boolean isLast = number == attempt.size() - 1;
        var next = isLast ? entry : attempt.get(number + 1);
        return "  %10s  %-20s %8s  %s"
                .formatted(
                        "+" + ReadableDuration.since(begin.at(), entry.at()),
                        entry.event().replaceFirst("^step ", ""),
                        isLast ? "" : ReadableDuration.since(entry.at(), next.at()),
                        isLast ? "" : Evidence.text(next.evidence()))
                .stripTrailing();
    }

    private static String ending(JournalEntry begin, JournalEntry last) {
        var took = ReadableDuration.since(begin.at(), last.at());
        return switch (last.event()) {
            case "finish" -> "              done after " + took;
            case "end undo" -> "              undone after " + took;
            default -> "              under way since " + JournalLines.time(begin.at());
        };
    }

    /// What tells it from others stands at its end.
    private static String shortened(String attempt) {
        return attempt.substring(Math.max(0, attempt.length() - SHORT));
    }
}
