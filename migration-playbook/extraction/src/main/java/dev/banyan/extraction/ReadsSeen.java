package dev.banyan.extraction;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadCounts;
import dev.banyan.routing.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many reads the service has answered since its share was set: no data is no ground to give it
/// more.
final class ReadsSeen {
    private static final String EVENT = "reads-seen";
    private static final String ANSWERED = "service-answered";

    private final Ledger ledger;
    private final String module;

    ReadsSeen(Ledger ledger, String module) {
        this.ledger = ledger;
        this.module = module;
    }

    /// Remembers where the count stands.
    void remember(String who) {
        ledger.record(module, EVENT, new Note(who, Map.of(ANSWERED, Long.toString(answered()))));
    }

    /// Why there is too little to judge by. Without a proxy there is nobody who could have seen
    /// reads.
    Optional<String> tooFew(long needed) {
        boolean proxied =
                ledger.processes().stream()
                        .anyMatch(p -> p.kind() == ProcessState.Kind.PROXY && !p.isGone());
        long since = sinceRemembered();
        return proxied && since < needed
                ? Optional.of(
                        "the service has answered %d reads since its share was set, %d are needed to judge it; wait for more, or bring some about"
                                .formatted(since, needed))
                : Optional.empty();
    }

    private long sinceRemembered() {
        long now = answered();
        long before =
                ledger.newest(module, EVENT)
                        .map(entry -> Long.parseLong(entry.evidence().getOrDefault(ANSWERED, "0")))
                        .orElse(0L);
        return now < before ? now : now - before;
    }

    private long answered() {
        return ledger.seen().values().stream()
                .flatMap(List::stream)
                .filter(c -> c.module().equals(module) && c.side() == Side.CANDIDATE)
                .mapToLong(ReadCounts::answered)
                .sum();
    }
}
