package dev.banyan.ledger;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of the journal.
///
/// @param event what happened, as words: `begin-step close-old`
/// @param version the ledger's version behind it
public record JournalEntry(
        long id,
        Instant at,
        String module,
        @Nullable String attempt,
        String event,
        long version,
        Map<String, String> evidence,
        String who) {

    public JournalEntry {
        evidence = Map.copyOf(evidence);
    }
}
