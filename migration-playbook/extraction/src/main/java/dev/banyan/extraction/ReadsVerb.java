package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Step;
import dev.banyan.routing.Share;
import java.util.List;

/// Lets the service answer a share of a module's reads, or none.
final class ReadsVerb {
    private final Asked asked;

    ReadsVerb(Asked asked) {
        this.asked = asked;
    }

    Outcome run(String percent) {
        var share = Share.ofPercent(Integer.parseInt(percent));
        if (!share.equals(Share.NONE)) {
            var refusal =
                    Preflight.refusal(
                            asked.name(),
                            "switch the reads",
                            new Preflight(asked.module(), asked.workplace()).ofReads());
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
            case Step.Taken _ ->
                    asked.isDryRun() ? told(share) : Outcome.done(answers(share) + ".");
        };
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
