package dev.banyan.proxy.bench;

import com.sun.management.ThreadMXBean;
import dev.banyan.proxy.upstream.BreakerSettings;
import dev.banyan.proxy.upstream.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a call through a closed breaker costs, in ours and in resilience4j's, both over the last
/// 100 calls: `./banyan bench breaker`.
public final class BreakerBenchmark {
    private static final int WINDOW = 100;
    private static final int CALLS = 1_000_000;
    private static final long TOOK = 1_000_000;

    /// One call: asked for and reported.
    private interface Breaker {
        boolean call(long now);
    }

    private record Cost(double nanos, double bytes) {}

    private BreakerBenchmark() {}

    public static void main(String... arguments) throws InterruptedException {
        var options = Arrays.asList(arguments);
        if (!List.of("--quick", "--json").containsAll(options)) {
            throw new IllegalArgumentException("There are only --quick and --json.");
        }
        int rounds = options.contains("--quick") ? 7 : 31;
        for (int threads : new int[] {1, 2}) {
            var own = new Cost[rounds];
            var theirs = new Cost[rounds];
            var ownBreaker = own();
            var theirBreaker = resilience4j();
            for (int i = 0; i < rounds; i++) {
                own[i] = measure(ownBreaker, threads);
                theirs[i] = measure(theirBreaker, threads);
            }
            report(threads, median(own), median(theirs), options.contains("--json"));
        }
    }

    private static Breaker own() {
        var breaker =
                new CircuitBreaker(
                        new BreakerSettings(
                                WINDOW,
                                10,
                                50,
                                Duration.ofSeconds(2),
                                100,
                                Duration.ofSeconds(10),
                                3));
        return now -> {
            boolean admitted = breaker.admits(now);
            breaker.ended(false, TOOK, now);
            return admitted;
        };
    }

    private static Breaker resilience4j() {
        var config =
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                WINDOW, 10, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slowCallDurationThreshold(Duration.ofSeconds(2))
                        .build();
        var breaker = io.github.resilience4j.circuitbreaker.CircuitBreaker.of("peer", config);
        return now -> {
            boolean admitted = breaker.tryAcquirePermission();
            breaker.onSuccess(TOOK, TimeUnit.NANOSECONDS);
            return admitted;
        };
    }

    /// All threads share one breaker, as the loops of a proxy do.
    private static Cost measure(Breaker breaker, int threads) throws InterruptedException {
        var go = new CountDownLatch(1);
        var costs = new Cost[threads];
        var running = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int number = i;
            running[i] = Thread.ofPlatform().start(() -> costs[number] = run(breaker, go));
        }
        go.countDown();
        for (var thread : running) {
            thread.join();
        }
        return median(costs);
    }

    private static Cost run(Breaker breaker, CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long begun = System.nanoTime();
        int admitted = 0;
        for (int i = 0; i < CALLS; i++) {
            admitted += breaker.call(begun) ? 1 : 0;
        }
        double nanos = (double) (System.nanoTime() - begun) / CALLS;
        if (admitted != CALLS) {
            throw new IllegalStateException("A closed breaker has refused a call.");
        }
        return new Cost(nanos, (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / CALLS);
    }

    private static Cost median(Cost[] costs) {
        var nanos = Arrays.stream(costs).mapToDouble(Cost::nanos).sorted().toArray();
        var bytes = Arrays.stream(costs).mapToDouble(Cost::bytes).sorted().toArray();
        return new Cost(nanos[nanos.length / 2], bytes[bytes.length / 2]);
    }

    private static void report(int threads, Cost own, Cost theirs, boolean json) {
        if (json) {
            line(threads, "ns-per-call", own.nanos(), theirs.nanos());
            line(threads, "bytes-per-call", own.bytes(), theirs.bytes());
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%d threads: ours %.1f ns, %.1f bytes a call; resilience4j %.1f ns, %.1f bytes%n",
                threads,
                own.nanos(),
                own.bytes(),
                theirs.nanos(),
                theirs.bytes());
    }

    private static void line(int threads, String metric, double own, double theirs) {
        System.out.printf(
                Locale.ROOT,
                "{\"bench\":\"breaker\",\"case\":\"threads-%d\",\"peer\":\"resilience4j\",\"metric\":\"%s\",\"ours\":%.2f,\"theirs\":%.2f,\"ratio\":%.3f}%n",
                threads,
                metric,
                own,
                theirs,
                own / theirs);
    }
}
