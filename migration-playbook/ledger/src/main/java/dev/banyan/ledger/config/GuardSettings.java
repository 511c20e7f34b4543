package dev.banyan.ledger.config;

import java.time.Duration;

/// What reads that the service answers may be like while the monolith owns the module; beyond it
/// they go back by themselves.
///
/// @param window how far back reads are looked at
/// @param samples how many of the service's reads are needed to judge them, or to give it more
/// @param failedPercent that is borne, and beyond it only while the monolith does no better
/// @param latency that most reads stay within, or within `timesSlower` of the monolith's
/// @param lag how far the service's copy may be behind, for longer than `lagPatience`
public record GuardSettings(
        Duration window,
        int samples,
        int failedPercent,
        Duration latency,
        int timesSlower,
        Duration lag,
        Duration lagPatience) {

    static GuardSettings read(Section section) {
        return new GuardSettings(
                section.orElse(
                        "window",
                        Kind.duration("1s", "1h"),
                        "60s",
                        "how far back reads are looked at"),
                section.orElse(
                        "samples",
                        Kind.whole(1, 1_000_000),
                        "20",
                        "how many of the service's reads are needed to judge it, or to give it more"),
                section.orElse(
                        "failedPercent",
                        Kind.whole(0, 100),
                        "2",
                        "failed reads that are borne; more only while the monolith does no better"),
                section.orElse(
                        "latency",
                        Kind.duration("1ms", "10s"),
                        "2500ms",
                        "what 95 % of the service's reads stay within, unless `timesSlower` allows more"),
                section.orElse(
                        "timesSlower",
                        Kind.whole(1, 1_000),
                        "3",
                        "how much slower than the monolith the service may be"),
                section.orElse(
                        "lag",
                        Kind.duration("100ms", "1h"),
                        "5s",
                        "how far the service's copy may be behind"),
                section.orElse(
                        "lagPatience",
                        Kind.duration("1s", "1h"),
                        "15s",
                        "for how long it may be behind by more: a bridge that starts has to catch up first"));
    }
}
