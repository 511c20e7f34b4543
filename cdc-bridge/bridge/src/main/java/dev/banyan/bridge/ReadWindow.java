package dev.banyan.bridge;

import dev.banyan.ledger.ReadCounts;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// The newest reads of a module, as all proxies together have seen them while one share was set.
/// Confined to one thread at a time.
final class ReadWindow {
    private record Look(long nanos, Map<String, List<ReadCounts>> counts) {}

    private record Lag(long nanos, Duration behind) {}

    private final Share share;
    private final Duration length;
    private final Duration patience;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Deque<Lag> lags = new ArrayDeque<>();

    /// @param length how far back reads count
    /// @param patience how long a lag must have lasted, which may be longer
    ReadWindow(Share share, Duration length, Duration patience) {
        this.share = share;
        this.length = length;
        this.patience = patience;
    }

    boolean isOf(Share other) {
        return share.equals(other);
    }

    /// Adds what the proxies say now, and forgets what is too old to be the beginning.
    void add(long nanos, Duration behind, Map<String, List<ReadCounts>> counts) {
        looks.addLast(new Look(nanos, Map.copyOf(counts)));
        while (looks.size() > 2 && nanos - looks.getFirst().nanos() > length.toNanos()) {
            looks.removeFirst();
        }
        lags.addLast(new Lag(nanos, behind));
        while (isSecondOldEnough(nanos)) {
            lags.removeFirst();
        }
    }

    /// The oldest lag that is kept was seen when the patience began, or before.
    private boolean isSecondOldEnough(long nanos) {
        return lags.stream().skip(1).findFirst().filter(lag -> isOldEnough(lag, nanos)).isPresent();
    }

    private boolean isOldEnough(Lag lag, long nanos) {
        return nanos - lag.nanos() >= patience.toNanos();
    }

    /// The least that the service's copy was behind all the patience long; nothing where it was not
    /// looked at for as long.
    Duration leastBehind() {
        if (!isOldEnough(lags.getFirst(), lags.getLast().nanos())) {
            return Duration.ZERO;
        }
        return lags.stream().map(Lag::behind).min(Duration::compareTo).orElse(Duration.ZERO);
    }

    /// What was seen on a side between the beginning of the window and now.
    ReadCounts seen(String module, Side side) {
        var sum = ReadCounts.none(module, side);
        for (var process : looks.getLast().counts().keySet()) {
            var now = of(looks.getLast(), process, module, side);
            sum = sum.plus(now.since(of(looks.getFirst(), process, module, side)));
        }
        return sum;
    }

    private static ReadCounts of(Look look, String process, String module, Side side) {
        return look.counts().getOrDefault(process, List.of()).stream()
                .filter(c -> c.side() == side)
                .findFirst()
                .orElseGet(() -> ReadCounts.none(module, side));
    }
}
