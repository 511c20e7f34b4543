package dev.banyan.proxy.upstream;

import dev.banyan.proxy.discovery.Discovery;
import dev.banyan.proxy.discovery.LastKnown;
import dev.banyan.proxy.spi.Endpoint;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the list of one upstream fresh and checks its instances, on a thread of its own.
final class Caretaker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Caretaker.class.getName());

    /// @param refresh how often the list is asked for
    /// @param interval between two checks of an instance
    /// @param failures in a row that make it unhealthy
    /// @param successes in a row that make it healthy again
    record Settings(
            Duration refresh, Duration interval, int failures, int successes, HealthCheck check) {}

    private final String name;
    private final LastKnown list;
    private final Function<Discovery.Address, Endpoint> endpoints;
    private final Instances instances;
    private final Settings settings;
    private final LongSupplier clock;
    private final IdentityHashMap<Instance, HealthJudgement> judgements = new IdentityHashMap<>();
    private final ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Thread thread;
    private String lastProblem = "";

    Caretaker(
            String name,
            Discovery source,
            Function<Discovery.Address, Endpoint> endpoints,
            Instances instances,
            Settings settings,
            LongSupplier clock) {
        this.name = name;
        this.list = new LastKnown(source);
        this.endpoints = endpoints;
        this.instances = instances;
        this.settings = settings;
        this.clock = clock;
    }

    /// Reads the list once, then goes on in the background.
    void start() {
        refresh();
        thread = Thread.ofPlatform().daemon().name("upstream-" + name).start(this::run);
    }

    private void run() {
        long nextList = clock.getAsLong() + settings.refresh().toNanos();
        long nextCheck = clock.getAsLong();
        while (!Thread.currentThread().isInterrupted()) {
            long now = clock.getAsLong();
            if (now - nextList >= 0) {
                refresh();
                nextList = now + settings.refresh().toNanos();
            }
            if (now - nextCheck >= 0) {
                check();
                nextCheck = now + settings.interval().toNanos();
            }
            if (!pause(Math.min(nextList, nextCheck) - clock.getAsLong())) {
                return;
            }
        }
    }

    private static boolean pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(1, nanos));
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    void refresh() {
        var addresses = list.refreshed();
        if (!list.problem().equals(lastProblem)) {
            lastProblem = list.problem();
            LOG.log(
                    lastProblem.isEmpty() ? Level.INFO : Level.WARNING,
                    "Upstream ''{0}'' has {1} instances. {2}",
                    name,
                    addresses.size(),
                    lastProblem);
        }
        instances.take(addresses, endpoints, clock.getAsLong());
    }

    /// Checks all at once, so that one that hangs does not delay the others.
    void check() {
        var results = new LinkedHashMap<Instance, Future<Boolean>>();
        for (var instance : instances.all()) {
            Callable<Boolean> ask = () -> settings.check().passes(instance.endpoint());
            results.put(instance, checks.submit(ask));
        }
        judgements.keySet().removeIf(instance -> !results.containsKey(instance));
        results.forEach(this::judge);
    }

    private void judge(Instance instance, Future<Boolean> passed) {
        var judgement =
                judgements.computeIfAbsent(
                        instance,
                        it -> new HealthJudgement(settings.failures(), settings.successes()));
        boolean before = instance.healthy();
        boolean now = judgement.after(result(passed));
        instance.healthy(now, clock.getAsLong());
        if (before != now) {
            LOG.log(
                    now ? Level.INFO : Level.WARNING,
                    "Instance {0} of ''{1}'' is {2}.",
                    instance.endpoint(),
                    name,
                    now ? "healthy again" : "unhealthy");
        }
    }

    private static boolean result(Future<Boolean> passed) {
        try {
            return passed.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException failed) {
            return false;
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
        checks.shutdownNow();
    }
}
