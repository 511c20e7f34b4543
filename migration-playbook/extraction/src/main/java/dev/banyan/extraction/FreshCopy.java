package dev.banyan.extraction;

import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Note;
import java.util.Map;

/// Whether a module's streams must stay down until the other side has a fresh copy: a side that
/// came back older may have taken writes that the owner does not know.
public final class FreshCopy {
    private static final String NEEDED = "recopy-needed";
    private static final String DONE = "recopied";
    private static final String CREATED = "begin create";

    private FreshCopy() {}

    /// Remembers it in the journal.
    public static void need(Ledger ledger, String module, String who, Map<String, String> why) {
        ledger.record(module, NEEDED, new Note(who, why));
    }

    static void done(Ledger ledger, String module, String who) {
        ledger.record(module, DONE, Note.by(who));
    }

    /// Whether it was needed after the last copy was made.
    public static boolean isNeeded(Ledger ledger, String module) {
        long needed = newest(ledger, module, NEEDED);
        return needed > 0
                && needed > newest(ledger, module, DONE)
                && needed > newest(ledger, module, CREATED);
    }

    private static long newest(Ledger ledger, String module, String event) {
        return ledger.newest(module, event).map(JournalEntry::id).orElse(0L);
    }
}
