package dev.banyan.cli.tour;

import dev.banyan.cli.load.LoadProgress;
import dev.banyan.ledger.Applied;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.SideName;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole extraction on a few lines: who owns what, who answers, how far both sides are apart,
/// what waits and what failed.
final class Screen {
    private static final int BAR = 20;

    private Screen() {}

    /// @param before counts of an earlier moment: what came since is shown
    static List<String> lines(
            String module,
            Ledger ledger,
            ProxyMetrics.Counts before,
            ProxyMetrics.Counts now,
            LoadProgress load) {
        var lines = new ArrayList<String>();
        lines.add(
                ledger.extraction(module)
                        .map(Screen::owner)
                        .orElse("  owner     the monolith; no extraction is planned"));
        lines.add("  answered  " + share(before, now));
        lines.add("  lag       " + lag(module, ledger.applied(), ledger.clock()));
        lines.add("  held      %d writes now, %d so far".formatted(now.heldNow(), now.heldEver()));
        lines.add(
                "  clients   %d orders, %d accepted, %d failed requests, p50 %d ms, p99 %d ms"
                        .formatted(
                                load.sent(),
                                load.accepted(),
                                load.failed(),
                                load.p50().toMillis(),
                                load.p99().toMillis()));
        return lines;
    }

    private static String owner(Extraction extraction) {
        return "  owner     the %s since epoch %d; %s of the reads go to the service"
                .formatted(
                        SideName.of(extraction.owner()),
                        extraction.ownerEpoch(),
                        extraction.traffic().reads());
    }

    private static String share(ProxyMetrics.Counts before, ProxyMetrics.Counts now) {
        long service = now.of(Side.CANDIDATE) - before.of(Side.CANDIDATE);
        long all = service + now.of(Side.CONTROL) - before.of(Side.CONTROL);
        if (all <= 0) {
            return "nothing yet";
        }
        int part = (int) Math.round((double) BAR * service / all);
        return "monolith %s%s service   %d of %d requests by the service"
                .formatted("#".repeat(BAR - part), "=".repeat(part), service, all);
    }

    private static String lag(
            String module, Map<Applied.Direction, Instant> applied, Instant clock) {
        return "the service is %s behind, the monolith %s"
                .formatted(
                        behind(applied, module, Side.CANDIDATE, clock),
                        behind(applied, module, Side.CONTROL, clock));
    }

    private static String behind(
            Map<Applied.Direction, Instant> applied, String module, Side side, Instant clock) {
        return Optional.ofNullable(applied.get(new Applied.Direction(module, side)))
                .map(at -> Math.max(0, Duration.between(at, clock).toMillis()) + " ms")
                .orElse("(no stream)");
    }
}
