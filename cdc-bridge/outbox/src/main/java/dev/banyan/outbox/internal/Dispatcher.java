package dev.banyan.outbox.internal;

import dev.banyan.outbox.Listeners;
import dev.banyan.outbox.Listening;
import dev.banyan.outbox.OutboxSettings.DeliverySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Brings stored deliveries to the listeners: a bounded number of workers take lanes that were
/// announced after a commit, and a poller finds what nobody announced, after a crash, a failure or
/// from another instance.
final class Dispatcher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Lanes lanes;
    private final Consumers consumers;
    private final Gates gates;
    private final Attempts attempts;
    private final DeliveryStore store;
    private final DeliverySettings settings;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    Dispatcher(
            Lanes lanes,
            Consumers consumers,
            Gates gates,
            Attempts attempts,
            DeliveryStore store,
            DeliverySettings settings) {
        this.lanes = lanes;
        this.consumers = consumers;
        this.gates = gates;
        this.attempts = attempts;
        this.store = store;
        this.settings = settings;
    }

    @Override
    public int getPhase() {
        return Listeners.DISPATCH_PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public synchronized void start() {
        lanes.open();
        running = true;
        for (int number = 1; number <= settings.concurrency(); number++) {
            threads.add(Thread.ofPlatform().name("banyan-outbox-" + number).start(this::work));
        }
        threads.add(Thread.ofPlatform().name("banyan-outbox-poller").start(this::poll));
    }

    /// Takes nothing new and waits for the handlers that run. One that outlasts the limit is left
    /// alone: if the process ends, its transaction rolls back and the event is handled after the
    /// next start.
    @Override
    public synchronized void stop() {
        running = false;
        lanes.close();
        threads.getLast().interrupt();
        var end = System.nanoTime() + settings.stopLimit().toNanos();
        threads.forEach(thread -> join(thread, end));
        threads.clear();
    }

    private void work() {
        try {
            for (var lane = lanes.take(); lane != null; lane = lanes.take()) {
                lanes.release(lane, handled(lane));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean handled(Lane lane) {
        try {
            return consumers
                    .named(lane.consumer())
                    .map(consumer -> handled(consumer, lane))
                    .orElse(false);
        } catch (RuntimeException | Error failure) {
            LOG.warn(
                    "Deliveries to '{}' are not reachable, the next try is in at most {}: {}.",
                    lane.consumer(),
                    settings.pollInterval(),
                    Failure.describe(failure));
            return false;
        }
    }

    private boolean handled(Consumer consumer, Lane lane) {
        if (!gates.enter(consumer.module(), Gates.Way.IN_PROCESS)) {
            return false;
        }
        try {
            return attempts.next(consumer, lane);
        } finally {
            gates.leave(consumer.module(), Gates.Way.IN_PROCESS);
        }
    }

    private void poll() {
        try {
            while (running) {
                look();
                TimeUnit.MILLISECONDS.sleep(settings.pollInterval().toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        var awake = consumers.names().stream().filter(this::isAwake).toList();
        if (awake.isEmpty()) {
            return;
        }
        try {
            var share = Math.max(1, settings.lanes() / awake.size());
            store.dueLanes(awake, share).forEach(lanes::offer);
        } catch (RuntimeException failure) {
            if (running) {
                LOG.warn("Unfinished deliveries cannot be read: {}.", Failure.describe(failure));
            }
        }
    }

    private boolean isAwake(String consumer) {
        return consumers
                .named(consumer)
                .filter(found -> gates.of(found.module()) == Listening.AWAKE)
                .isPresent();
    }

    private static void join(Thread thread, long end) {
        try {
            var left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
            thread.join(left);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
