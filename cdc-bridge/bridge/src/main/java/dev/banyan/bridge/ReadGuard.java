package dev.banyan.bridge;

import dev.banyan.extraction.ReadLimits;
import dev.banyan.ledger.Applied;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Phase;
import dev.banyan.ledger.ReadCounts;
import dev.banyan.ledger.Step;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the reads that the service answers while the monolith owns a module, whoever switched
/// them and however long ago, and takes them back when they break a limit. Confined to one thread
/// at a time.
final class ReadGuard {
    private static final Logger log = LoggerFactory.getLogger(ReadGuard.class);

    private final Ledger ledger;
    private final Function<String, Optional<ReadLimits>> limits;
    private final String bridge;
    private final Map<String, ReadWindow> windows = new HashMap<>();

    /// @param limits those of a module, where the configuration knows it
    ReadGuard(Ledger ledger, Function<String, Optional<ReadLimits>> limits, String bridge) {
        this.ledger = ledger;
        this.limits = limits;
        this.bridge = bridge;
    }

    /// What one look at the ledger tells of all modules.
    private record Facts(
            Map<String, List<ReadCounts>> seen,
            Map<Applied.Direction, Instant> applied,
            Instant now) {

        Map<String, List<ReadCounts>> countsOf(String module) {
            var counts = new HashMap<String, List<ReadCounts>>();
            seen.forEach((process, all) ->
                    counts.put(
                            process, all.stream().filter(c -> c.module().equals(module)).toList()));
            return counts;
        }

        /// A copy of which nothing is known is as far behind as can be.
        Duration behind(String module) {
            var through = applied.get(new Applied.Direction(module, Side.CANDIDATE));
            return Duration.between(through == null ? Instant.EPOCH : through, now);
        }
    }

    /// Looks once at all modules.
    void look(Collection<Extraction> extractions) {
        var watched = extractions.stream().filter(ReadGuard::isWatched).toList();
        windows.keySet().retainAll(watched.stream().map(Extraction::module).toList());
        if (watched.isEmpty()) {
            return;
        }
        var facts = new Facts(ledger.seen(), ledger.applied(), ledger.clock());
        for (var extraction : watched) {
            limits.apply(extraction.module()).ifPresent(known -> judge(extraction, known, facts));
        }
    }

    private static boolean isWatched(Extraction extraction) {
        return extraction.phase() == Phase.READS_SWITCHED && extraction.underWay() == null;
    }

    private void judge(Extraction extraction, ReadLimits bounds, Facts facts) {
        var module = extraction.module();
        var window = window(extraction, bounds);
        window.add(System.nanoTime(), facts.behind(module), facts.countsOf(module));
        bounds.breach(
                        window.seen(module, Side.CANDIDATE),
                        window.seen(module, Side.CONTROL),
                        window.leastBehind())
                .ifPresent(breach -> putBack(extraction, breach));
    }

    /// A new one where another share is set by now.
    private ReadWindow window(Extraction extraction, ReadLimits bounds) {
        var reads = extraction.traffic().reads();
        var known = windows.get(extraction.module());
        if (known != null && known.isOf(reads)) {
            return known;
        }
        var begun = new ReadWindow(reads, bounds.window(), bounds.lagPatience());
        windows.put(extraction.module(), begun);
        return begun;
    }

    /// Only what was judged is changed: if somebody was faster, the next look judges anew.
    private void putBack(Extraction extraction, ReadLimits.Breach breach) {
        var evidence = new HashMap<>(breach.evidence());
        evidence.put("why", breach.why());
        var step =
                ledger.apply(
                        extraction.module(),
                        extraction.version(),
                        new Change.SwitchReads(Share.NONE),
                        new Note(bridge, evidence));
        if (step instanceof Step.Taken) {
            log.warn(
                    "{}: its reads are with the monolith again: {}",
                    extraction.module(),
                    breach.why());
            windows.remove(extraction.module());
        }
    }
}
