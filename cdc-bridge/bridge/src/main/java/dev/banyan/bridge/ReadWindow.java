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
    private record Look(long nanos, Duration behind, Map<String, List<ReadCounts>> counts) {}

    private final Share share;
    private final Duration length;
    private final Deque<Look> looks = new ArrayDeque<>();

    ReadWindow(Share share, Duration length) {
        this.share = share;
        this.length = length;
    }

    boolean isOf(Share other) {
        return share.equals(other);
    }

    /// Adds what the proxies say now, and forgets what is too old to be the beginning.
    void add(long nanos, Duration behind, Map<String, List<ReadCounts>> counts) {
        looks.addLast(new Look(nanos, behind, Map.copyOf(counts)));
        while (looks.size() > 2 && nanos - looks.getFirst().nanos() > length.toNanos()) {
            looks.removeFirst();
        }
    }

    /// The least that the service's copy was behind in so long a time up to now; nothing where it
    /// was not looked at for as long.
    Duration leastBehind(Duration time) {
        long since = looks.getLast().nanos() - time.toNanos();
        if (looks.getFirst().nanos() - since > 0) {
            return Duration.ZERO;
        }
        return looks.stream()
                .filter(look -> look.nanos() - since >= 0)
                .map(Look::behind)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
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
