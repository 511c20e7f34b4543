package dev.banyan.ledger;

import dev.banyan.routing.Cohorts;
import dev.banyan.routing.ModuleRouting;
import dev.banyan.routing.RoutingTable;
import dev.banyan.routing.Share;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All extractions at one version of the ledger. Immutable.
///
/// @param version grows with every change that a proxy or seam must know
/// @param mark drawn anew with each version: tells two histories with the same number apart
/// @param extractions by module
public record LedgerView(long version, String mark, Map<String, Extraction> extractions) {

    /// Before the first extraction.
    public static final LedgerView EMPTY = new LedgerView(0, "", Map.of());

    public LedgerView {
        extractions = Map.copyOf(extractions);
    }

    public @Nullable Extraction extraction(String module) {
        return extractions.get(module);
    }

    /// The greatest number that an attempt of a module has had; 0 for an unknown one.
    public long lastEpoch(String module) {
        var extraction = extractions.get(module);
        return extraction == null ? 0 : extraction.lastEpoch();
    }

    /// The last numbers of all modules.
    Map<String, Long> lastEpochs() {
        return extractions.values().stream()
                .collect(Collectors.toMap(Extraction::module, Extraction::lastEpoch));
    }

    /// Why a view that is read later cannot be this ledger's future, or null if it can: a restore
    /// or a failover has taken it back.
    public @Nullable String contradiction(LedgerView later) {
        if (later.version() < version) {
            return "its version is %d, %d was seen".formatted(later.version(), version);
        }
        if (version > 0 && later.version() == version && !later.mark().equals(mark)) {
            return "its version %d is another one than the one that was seen".formatted(version);
        }
        for (var module : extractions.keySet()) {
            long found = later.lastEpoch(module);
            if (found < lastEpoch(module)) {
                return "the last epoch of '%s' is %d, %d was seen"
                        .formatted(module, found, lastEpoch(module));
            }
        }
        return null;
    }

    /// How requests are routed at this time.
    ///
    /// @param now an upper bound of the ledger's clock: a hold that may have ended has ended
    public RoutingTable table(Instant now) {
        return RoutingTable.of(version, routings(now));
    }

    /// The same, with other internal paths.
    public RoutingTable table(Instant now, List<String> refusedPrefixes) {
        return RoutingTable.of(version, routings(now), refusedPrefixes);
    }

    /// The soonest end of a hold that lasts at this time, or null.
    public @Nullable Instant nextHoldEnd(Instant now) {
        Instant soonest = null;
        for (var extraction : extractions.values()) {
            var attempt = extraction.attempt();
            var end = attempt == null ? null : attempt.heldUntil();
            if (end != null && now.isBefore(end) && (soonest == null || end.isBefore(soonest))) {
                soonest = end;
            }
        }
        return soonest;
    }

    private Collection<ModuleRouting> routings(Instant now) {
        return extractions.values().stream()
                .sorted((one, other) -> one.module().compareTo(other.module()))
                .map(extraction -> routing(extraction, now))
                .toList();
    }

    /// What the candidate lacks or may lack is never read there, whoever asks.
    private static ModuleRouting routing(Extraction extraction, Instant now) {
        var traffic = extraction.traffic();
        boolean completed = extraction.phase() == Phase.COMPLETED;
        boolean followed = extraction.phase().isFollowed();
        return new ModuleRouting(
                extraction.module(),
                extraction.ownerEpoch(),
                extraction.owner(),
                completed ? Share.ALL : followed ? traffic.reads() : Share.NONE,
                followed ? traffic.shadows() : Share.NONE,
                extraction.isHolding(now),
                traffic.stickyKey(),
                followed ? traffic.cohorts() : Cohorts.NONE,
                traffic.routes());
    }
}
