package dev.banyan.cli;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Phase;
import dev.banyan.routing.Share;
import java.util.Optional;

/// The command that the life of an extraction asks for next.
final class NextCommand {
    private static final Share FEW = Share.ofPercent(25);

    private NextCommand() {}

    static String of(Ledger ledger, String module) {
        return of(module, ledger.extraction(module), ledger.newest(module, "diff"));
    }

    /// @param diff the newest one in the journal
    static String of(String module, Optional<Extraction> extraction, Optional<JournalEntry> diff) {
        if (extraction.isEmpty()) {
            return "banyan plan " + module;
        }
        if (extraction.get().underWay() != null) {
            return "banyan log " + module;
        }
        var clean = diff.filter(d -> "true".equals(d.evidence().get("clean")));
        return "banyan " + verb(extraction.get(), clean).formatted(module);
    }

    private static String verb(Extraction extraction, Optional<JournalEntry> clean) {
        var phase = extraction.phase();
        if (phase.isFollowed() && !isEnough(extraction, clean)) {
            return "diff %s";
        }
        return switch (phase) {
            case PLANNED -> "create %s";
            case COPYING, COMPLETED -> "status %s";
            case STREAMING -> "switch %s --reads 5";
            case READS_SWITCHED -> reads(extraction.traffic().reads());
            case WRITES_SWITCHED -> "complete %s";
        };
    }

    /// Before the writes go and before the move ends, both sides are compared as they are now; for
    /// a share of the reads any comparison is good enough.
    private static boolean isEnough(Extraction extraction, Optional<JournalEntry> clean) {
        boolean mustBeNew =
                extraction.phase() == Phase.WRITES_SWITCHED
                        || extraction.traffic().reads().equals(Share.ALL);
        return clean.filter(diff -> !mustBeNew || diff.version() >= extraction.version())
                .isPresent();
    }

    private static String reads(Share share) {
        if (share.equals(Share.ALL)) {
            return "switch %s --writes";
        }
        return share.equals(FEW) ? "switch %s --reads 100" : "switch %s --reads 25";
    }

    /// The way back that there is from a phase, or nothing.
    static Optional<String> back(String module, Phase phase) {
        return switch (phase) {
            case PLANNED, COMPLETED -> Optional.empty();
            case COPYING, STREAMING -> Optional.of("banyan cancel " + module);
            case READS_SWITCHED, WRITES_SWITCHED -> Optional.of("banyan reverse " + module);
        };
    }
}
