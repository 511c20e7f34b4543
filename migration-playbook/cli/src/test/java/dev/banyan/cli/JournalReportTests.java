package dev.banyan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalReportTests {

    private static final String ATTEMPT = "inventory-7d3c0e1f";

    private final List<JournalEntry> journal = new ArrayList<>();

    @Test
    void putsWhatAStepFoundBesideTheStep() {
        at("2026-11-21T12:00:00Z", "plan", "ann", Map.of("accepted", ""));
        at("2026-11-21T12:00:05Z", "begin switch writes", "bridge", Map.of("asked-by", "ann"));
        at("2026-11-21T12:00:05.010Z", "step close-old", "bridge", Map.of("hold-ms", "9"));
        at("2026-11-21T12:00:05.030Z", "step await-marker", "bridge", Map.of("drained-ms", "12"));
        at("2026-11-21T12:00:05.095Z", "finish", "bridge", Map.of("pause-ms", "61"));
        at("2026-11-21T12:00:09Z", "diff", "bridge", Map.of("clean", "true"));

        assertThat(JournalReport.of(journal))
                .containsExactly(
                        "2026-11-21, times in UTC",
                        "12:00:00.000  plan, by ann: accepted none",
                        "12:00:05.000  switch writes, by bridge, attempt 7d3c0e1f: asked by ann",
                        "      +10 ms  close-old               20 ms  drained 12 ms",
                        "      +30 ms  await-marker            65 ms  pause 61 ms",
                        "      +95 ms  finish",
                        "              done after 95 ms",
                        "12:00:09.000  diff, by bridge: clean");
    }

    @Test
    void tellsAnAttemptThatWasUndoneAndOneThatIsNotOver() {
        at("2026-11-21T23:59:59Z", "begin create", "one", Map.of());
        at("2026-11-21T23:59:59.500Z", "begin undo: its bridge is gone", "two", Map.of());
        at("2026-11-22T00:00:00Z", "end undo", "two", Map.of());
        at("2026-11-22T00:00:01Z", "begin create", "two", Map.of());
        at("2026-11-22T00:00:02Z", "step copy", "two", Map.of());

        assertThat(JournalReport.of(journal))
                .containsExactly(
                        "2026-11-21, times in UTC",
                        "23:59:59.000  create, by one, attempt 7d3c0e1f",
                        "     +500 ms  begin undo: its bridge is gone   500 ms",
                        "        +1 s  end undo",
                        "              undone after 1 s",
                        "2026-11-22, times in UTC",
                        "00:00:01.000  create, by two, attempt 7d3c0e1f",
                        "        +1 s  copy",
                        "              under way since 00:00:01.000");
    }

    private void at(String time, String event, String who, Map<String, String> evidence) {
        journal.add(
                new JournalEntry(
                        journal.size() + 1,
                        Instant.parse(time),
                        "inventory",
                        ATTEMPT,
                        event,
                        1,
                        evidence,
                        who));
    }
}
