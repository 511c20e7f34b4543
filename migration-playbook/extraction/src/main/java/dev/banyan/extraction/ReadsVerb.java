package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Step;
import dev.banyan.routing.Share;
import java.util.ArrayList;
import java.util.List;

/// Lets the service answer a share of a module's reads, or none.
final class ReadsVerb {
    private final Asked asked;

    ReadsVerb(Asked asked) {
        this.asked = asked;
    }

    Outcome run(String percent) {
        var share = Share.ofPercent(Integer.parseInt(percent));
        var seen = new ReadsSeen(asked.workplace().ledger(), asked.name());
        if (!share.equals(Share.NONE)) {
            var refusal =
                    Preflight.refusal(asked.name(), "switch the reads", findings(share, seen));
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        var ledger = asked.workplace().ledger();
        var change = new Change.SwitchReads(share);
        var step =
                asked.isDryRun()
                        ? asked.extraction().after(change, ledger.clock())
                        : ledger.apply(asked.name(), change, Note.by(asked.request().askedBy()));
        return switch (step) {
            case Step.Refused refused -> Outcome.refused(refused);
            case Step.Taken _ -> asked.isDryRun() ? told(share) : done(share, seen);
        };
    }

    private Outcome done(Share share, ReadsSeen seen) {
        seen.remember(asked.workplace().bridge());
        return Outcome.done(answers(share) + ".");
    }

    /// More than it has already is given to a service that was seen to answer.
    private List<String> findings(Share share, ReadsSeen seen) {
        var findings = new ArrayList<>(new Preflight(asked.module(), asked.workplace()).ofReads());
        var now = asked.extraction().traffic().reads();
        boolean more = !now.equals(Share.NONE) && now.basisPoints() < share.basisPoints();
        if (more) {
            seen.tooFew(asked.module().settings().guard().samples()).ifPresent(findings::add);
        }
        return findings;
    }

    private Outcome told(Share share) {
        return Outcome.told(
                "'%s %s' would do this; nothing was changed."
                        .formatted(asked.request().verb(), asked.name()),
                List.of("switch-reads: %s".formatted(answers(share))));
    }

    private String answers(Share share) {
        return "The service answers %s of the reads of '%s'".formatted(share, asked.name());
    }
}
