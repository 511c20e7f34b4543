package dev.banyan.proxy.observe;

import dev.banyan.proxy.spi.Exchanged;
import dev.banyan.routing.Route;
import dev.banyan.routing.Side;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// The requests of one event loop, by module, route, side and outcome. Written by that loop alone,
/// read by anybody.
final class RequestCounters {
    /// More series than this are counted together as `other`: labels must not grow without bound.
    private static final int MOST_SERIES = 10_000;

    private static final int REMEMBERED_ROUTES = 4_096;
    private static final Object NO_ROUTE = new Object();

    /// What a series is of.
    ///
    /// @param route the path of the route, empty for none
    /// @param status `2xx`, or `none` when the client got no answer
    record Series(String module, String route, String side, String outcome, String status) {}

    private final Map<Series, AtomicLongArray> series = new ConcurrentHashMap<>();
    // Routes are new objects with each table; those seen are found without hashing their contents.
    private final IdentityHashMap<Object, RecentSeries> recent = new IdentityHashMap<>();

    void count(Exchanged exchanged) {
        var route = exchanged.route();
        var key = route == null ? NO_ROUTE : route;
        var found = recent.get(key);
        if (found == null) {
            found = remembered(key, exchanged);
        }
        Durations.add(found.of(exchanged), exchanged.nanos());
    }

    Map<Series, AtomicLongArray> series() {
        return series;
    }

    private RecentSeries remembered(Object key, Exchanged exchanged) {
        if (recent.size() >= REMEMBERED_ROUTES) {
            recent.clear();
        }
        var fresh = new RecentSeries(exchanged.module(), exchanged.route());
        recent.put(key, fresh);
        return fresh;
    }

    private AtomicLongArray cells(Series wanted) {
        var known = series.get(wanted);
        if (known != null) {
            return known;
        }
        var name =
                series.size() < MOST_SERIES
                        ? wanted
                        : new Series("other", "other", wanted.side(), "other", wanted.status());
        return series.computeIfAbsent(name, it -> new AtomicLongArray(Durations.CELLS));
    }

    /// The series of one route that were used last: few, and looked through one by one.
    private final class RecentSeries {
        private record Entry(Side side, String reason, int status, AtomicLongArray cells) {}

        private final String module;
        private final String route;
        private Entry[] entries = {};

        RecentSeries(@Nullable String module, @Nullable Route route) {
            this.module = module == null ? "" : module;
            this.route = route == null ? "" : route.path().text();
        }

        AtomicLongArray of(Exchanged exchanged) {
            int status = exchanged.status() / 100;
            for (var entry : entries) {
                if (entry.status == status
                        && entry.side == exchanged.side()
                        && entry.reason.equals(exchanged.reason())) {
                    return entry.cells;
                }
            }
            return added(exchanged, status);
        }

        private AtomicLongArray added(Exchanged exchanged, int status) {
            var side = exchanged.side();
            var cells =
                    cells(
                            new Series(
                                    module,
                                    route,
                                    side.label(),
                                    exchanged.reason(),
                                    status == 0 ? "none" : status + "xx"));
            var more = Arrays.copyOf(entries, entries.length + 1);
            more[entries.length] = new Entry(side, exchanged.reason(), status, cells);
            entries = more;
            return cells;
        }
    }
}
