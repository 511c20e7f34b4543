package dev.banyan.proxy.observe;

import dev.banyan.ledger.ReadCounts;
import dev.banyan.proxy.spi.LoopObserver;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The observers of all event loops, added up when somebody asks. Thread-safe.
public final class Observers implements MultiCollector {
    private final List<LoopCounters> loops = new CopyOnWriteArrayList<>();
    private final @Nullable AccessLog log;
    private final InstantSource clock;

    /// @param log where requests are logged, or null
    public Observers(@Nullable AccessLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /// The observer of one more loop.
    public LoopObserver of(int loop) {
        var counters = new LoopCounters(log == null ? null : new AccessLine(log, clock));
        loops.add(counters);
        return counters;
    }

    /// What all loops have seen of reads since the start.
    public List<ReadCounts> reads() {
        var sums = new HashMap<String, ReadCounts>();
        for (var loop : loops) {
            for (var counts : loop.reads().counts()) {
                sums.merge(counts.side() + counts.module(), counts, ReadCounts::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(
                requests(),
                counter(
                        "banyan_proxy_retries",
                        "Tries beyond the first one.",
                        LoopCounters::retries),
                counter("banyan_proxy_held_writes", "Writes that waited.", LoopCounters::held),
                counter(
                        "banyan_proxy_replayed_writes",
                        "Writes that were sent again because the fence had refused them.",
                        LoopCounters::replayed),
                counter(
                        "banyan_proxy_refused_connections",
                        "Clients beyond the bound.",
                        LoopCounters::refused),
                gauge("banyan_proxy_client_connections", "Open now.", LoopCounters::clients),
                gauge("banyan_proxy_upstream_connections", "Open now.", LoopCounters::upstreams),
                dropped());
    }

    private CounterSnapshot counter(String name, String help, ToLongFunction<LoopCounters> value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value((double) sum(value)).build())
                .build();
    }

    private GaugeSnapshot gauge(String name, String help, ToLongFunction<LoopCounters> value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value((double) sum(value)).build())
                .build();
    }

    private CounterSnapshot dropped() {
        return CounterSnapshot.builder()
                .name("banyan_proxy_access_log_dropped_lines")
                .help("Lines of the access log that were not written.")
                .dataPoint(
                        CounterDataPointSnapshot.builder()
                                .value(log == null ? 0 : (double) log.dropped())
                                .build())
                .build();
    }

    private long sum(ToLongFunction<LoopCounters> value) {
        return loops.stream().mapToLong(value).sum();
    }

    private HistogramSnapshot requests() {
        var sums = new HashMap<RequestCounters.Series, Sum>();
        for (var loop : loops) {
            loop.requests()
                    .series()
                    .forEach((name, cells) ->
                            sums.computeIfAbsent(name, it -> new Sum()).add(cells));
        }
        var snapshot =
                HistogramSnapshot.builder()
                        .name("banyan_proxy_requests_seconds")
                        .unit(Unit.SECONDS)
                        .help("From the head of a request to the end of its answer.");
        sums.forEach((name, sum) -> snapshot.dataPoint(sum.point(labels(name))));
        return snapshot.build();
    }

    private static Labels labels(RequestCounters.Series series) {
        return Labels.of(
                "module", series.module(),
                "route", series.route(),
                "side", series.side(),
                "outcome", series.outcome(),
                "status", series.status());
    }

    /// One series over all loops.
    private static final class Sum {
        private final long[] counts = new long[Durations.BOUNDS.length + 1];
        private double seconds;

        void add(AtomicLongArray cells) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += cells.get(i);
            }
            seconds += Durations.sumSeconds(cells);
        }

        HistogramDataPointSnapshot point(Labels labels) {
            var buckets = ClassicHistogramBuckets.builder();
            for (int i = 0; i < Durations.BOUNDS.length; i++) {
                buckets.bucket(Durations.BOUNDS[i], counts[i]);
            }
            buckets.bucket(Double.POSITIVE_INFINITY, counts[counts.length - 1]);
            return HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(buckets.build())
                    .sum(seconds)
                    .build();
        }
    }
}
