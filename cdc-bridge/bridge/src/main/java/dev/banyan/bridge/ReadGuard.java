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

    /// Looks once at a module.
    void look(Extraction extraction) {
        var module = extraction.module();
        if (extraction.phase() != Phase.READS_SWITCHED || extraction.underWay() != null) {
            windows.remove(module);
            return;
        }
        limits.apply(module).ifPresent(known -> judge(extraction, known));
    }

    private void judge(Extraction extraction, ReadLimits bounds) {
        var module = extraction.module();
        var reads = extraction.traffic().reads();
        var known = windows.get(module);
        var window =
                known != null && known.isOf(reads) ? known : new ReadWindow(reads, bounds.window());
        windows.put(module, window);
        window.add(System.nanoTime(), behind(module), countsOf(module));
        bounds.breach(
                        window.seen(module, Side.CANDIDATE),
                        window.seen(module, Side.CONTROL),
                        window.leastBehind(bounds.lagPatience()))
                .ifPresent(breach -> putBack(extraction, breach));
    }

    private Map<String, List<ReadCounts>> countsOf(String module) {
        var counts = new HashMap<String, List<ReadCounts>>();
        ledger.seen()
                .forEach((process, all) ->
                        counts.put(
                                process,
                                all.stream().filter(c -> c.module().equals(module)).toList()));
        return counts;
    }

    /// A copy of which nothing is known is as far behind as can be.
    private Duration behind(String module) {
        var through = ledger.applied().get(new Applied.Direction(module, Side.CANDIDATE));
        return Duration.between(through == null ? Instant.EPOCH : through, ledger.clock());
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
