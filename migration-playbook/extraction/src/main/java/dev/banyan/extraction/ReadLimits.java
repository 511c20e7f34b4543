package dev.banyan.extraction;

import dev.banyan.ledger.ReadCounts;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.config.GuardSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What reads that the service answers may be like while the monolith still owns the module. What
/// is judged is a window of the newest reads; fewer than a number of samples decide nothing.
///
/// @param window how far back reads are looked at
/// @param samples how many of the service's reads are needed to judge them, or to give it more
/// @param failedShare that is borne, and beyond it only while the monolith does no better
/// @param latencyMillis that most reads stay within, or within `timesSlower` of the monolith's
/// @param timesSlower how much slower than the monolith
/// @param lag how far the service's copy may be behind, for longer than `lagPatience`: a bridge
///   that starts has to catch up first
public record ReadLimits(
        Duration window,
        long samples,
        double failedShare,
        int latencyMillis,
        int timesSlower,
        Duration lag,
        Duration lagPatience) {

    /// As the configuration says.
    public static ReadLimits of(GuardSettings settings) {
        return new ReadLimits(
                settings.window(),
                settings.samples(),
                settings.failedPercent() / 100.0,
                Math.toIntExact(settings.latency().toMillis()),
                settings.timesSlower(),
                settings.lag(),
                settings.lagPatience());
    }

    /// The share of reads whose latency counts.
    private static final double MOST = 0.95;

    /// Why reads must go back.
    ///
    /// @param why one sentence with value and limit
    /// @param evidence what it was judged by
    public record Breach(String why, Map<String, String> evidence) {
        public Breach {
            evidence = Map.copyOf(evidence);
        }
    }

    /// Judges what was seen in a window.
    ///
    /// @param behind the least that the service's copy was behind for as long as it is borne
    public Optional<Breach> breach(ReadCounts service, ReadCounts monolith, Duration behind) {
        return why(service, monolith, behind)
                .map(why -> new Breach(why, evidence(service, monolith, behind)));
    }

    private Optional<String> why(ReadCounts service, ReadCounts monolith, Duration behind) {
        if (behind.compareTo(lag) > 0) {
            return Optional.of(
                    "the service's copy has been behind by %s and more for %s, the limit is %s"
                            .formatted(
                                    ReadableDuration.of(behind),
                                    ReadableDuration.of(lagPatience),
                                    ReadableDuration.of(lag)));
        }
        if (service.answered() < samples) {
            return Optional.empty();
        }
        if (service.failedShare() > failedShare && isWorse(service, monolith)) {
            return Optional.of(
                    "%d of the service's last %d reads failed, the limit is %.1f %%"
                            .formatted(service.failed(), service.answered(), failedShare * 100));
        }
        int limit = Math.max(latencyMillis, latencyLimit(monolith));
        return service.withinMillis(MOST) > limit
                ? Optional.of(
                        "more than 5 %% of the service's last %d reads took longer than %d ms"
                                .formatted(service.answered(), limit))
                : Optional.empty();
    }

    /// A monolith that nobody asked, or that fails as often, is no reason to go back to it.
    private boolean isWorse(ReadCounts service, ReadCounts monolith) {
        return monolith.answered() < samples || service.failedShare() > monolith.failedShare();
    }

    private int latencyLimit(ReadCounts monolith) {
        int within = monolith.withinMillis(MOST);
        boolean known = monolith.answered() >= samples && within < Integer.MAX_VALUE / timesSlower;
        return known ? within * timesSlower : 0;
    }

    private Map<String, String> evidence(ReadCounts service, ReadCounts monolith, Duration behind) {
        return Map.of(
                "service-samples", Long.toString(service.answered()),
                "service-failed", Long.toString(service.failed()),
                "service-p95-ms", millis(service.withinMillis(MOST)),
                "monolith-samples", Long.toString(monolith.answered()),
                "monolith-failed", Long.toString(monolith.failed()),
                "monolith-p95-ms", millis(monolith.withinMillis(MOST)),
                "lag", behind.toString(),
                "window", window.toString());
    }

    private static String millis(int within) {
        return within == Integer.MAX_VALUE
                ? ">" + ReadCounts.BOUNDS_MILLIS.getLast()
                : Integer.toString(within);
    }
}
