package dev.banyan.cli.load;

import dev.banyan.cli.load.Tally.Kind;
import java.time.Duration;

/// A load at one moment.
///
/// @param failed requests of any kind that were not answered as they should have been
public record LoadProgress(
        Duration since,
        long sent,
        long accepted,
        long failed,
        int underWay,
        Duration p50,
        Duration p99) {

    static LoadProgress of(Duration since, Tally tally, int underWay) {
        return new LoadProgress(
                since,
                tally.sentSoFar(Kind.ORDER),
                tally.acceptedSoFar(),
                tally.failedSoFar(),
                underWay,
                tally.orders().percentile(50),
                tally.orders().percentile(99));
    }

    /// In one line.
    public String line() {
        return "%4d s  %d orders  %d accepted  %d failed requests  %d under way  p50 %d ms  p99 %d ms"
                .formatted(
                        since.toSeconds(),
                        sent,
                        accepted,
                        failed,
                        underWay,
                        p50.toMillis(),
                        p99.toMillis());
    }
}
