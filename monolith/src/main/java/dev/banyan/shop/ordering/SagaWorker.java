package dev.banyan.shop.ordering;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Carries out sagas: takes those that are due under a lease, and takes their steps until they wait
/// or end. A worker that is stopped gives its sagas back; after a crash, another process, or this
/// one started again, goes on when the lease has run out.
@Component
class SagaWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SagaWorker.class);

    private final SagaJournal journal;
    private final SagaRecorder recorder;
    private final SagaSteps steps;
    private final SagaSettings settings;
    private final SagaPlaces places;
    private final BlockingQueue<Boolean> nudges = new ArrayBlockingQueue<>(1);
    private volatile @Nullable Thread loop;

    SagaWorker(
            SagaJournal journal,
            SagaRecorder recorder,
            SagaSteps steps,
            SagaSettings settings,
            ConnectionQueue connections) {
        this.journal = journal;
        this.recorder = recorder;
        this.steps = steps;
        this.settings = settings;
        this.places = new SagaPlaces(settings.concurrency(), connections::isWaitedIn);
    }

    /// Begins the saga of an order in the transaction that stores the order. It is carried out
    /// after the commit, here if there is a free place, else by whoever looks for sagas next.
    void begin(PlacedOrder order) {
        if (isRunning() && places.takeOne()) {
            var beginning = new Beginning();
            TransactionSynchronizationManager.registerSynchronization(beginning);
            beginning.work = journal.begin(order, UUID.randomUUID());
        } else {
            journal.begin(order);
            TransactionSynchronizationManager.registerSynchronization(new Nudge());
        }
    }

    /// The thread is known before it runs: it ends as soon as it is not the known one.
    @Override
    public void start() {
        var thread = Thread.ofPlatform().name("saga-worker").daemon().unstarted(this::loop);
        loop = thread;
        thread.start();
    }

    @Override
    public void stop() {
        var thread = loop;
        loop = null;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            awaitRunning();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRunning() throws InterruptedException {
        if (!places.awaitNoneTaken(settings.stopLimit())) {
            log.info("Sagas are still running; their leases run out and they go on later.");
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    private void loop() {
        while (Thread.currentThread().equals(loop)) {
            try {
                if (claim() == 0) {
                    var _ = nudges.poll(settings.interval().toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Waits for free places, then takes as many sagas.
    private int claim() throws InterruptedException {
        int free = places.take();
        var claimed = claim(UUID.randomUUID(), free);
        places.giveBack(free - claimed.size());
        claimed.forEach(this::start);
        return claimed.size();
    }

    /// A place is taken for it.
    private void start(SagaJournal.Work work) {
        Thread.ofVirtual().name("saga-" + work.order().id()).start(() -> run(work));
    }

    private List<SagaJournal.Work> claim(UUID lease, int most) {
        try {
            return journal.claim(lease, most);
        } catch (RuntimeException e) {
            log.warn(
                    "Cannot look for sagas; it is tried again: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            log.debug("Looking for sagas failed.", e);
            return List.of();
        }
    }

    private void run(SagaJournal.Work first) {
        try {
            var work = Optional.of(first);
            while (work.isPresent() && isRunning()) {
                work = next(work.get());
            }
            work.ifPresent(journal::giveBack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn(
                    "The saga of order '{}' was cut off; it goes on when its lease has run out: {}",
                    first.order().id(),
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            log.debug("A saga was cut off.", e);
        } finally {
            places.giveBack(1);
        }
    }

    private Optional<SagaJournal.Work> next(SagaJournal.Work work) throws InterruptedException {
        return recorder.record(new SagaJournal.Taken(work, steps.take(work)));
    }

    /// A saga that was taken in a transaction, with a place for it. If nobody knows how the
    /// transaction ended, it goes on when its lease has run out.
    private final class Beginning implements TransactionSynchronization {

        private SagaJournal.@Nullable Work work;

        @Override
        public void afterCompletion(int status) {
            var begun = work;
            if (status == STATUS_COMMITTED && begun != null) {
                start(begun);
            } else {
                places.giveBack(1);
            }
        }
    }

    /// Says that there is something to do.
    private final class Nudge implements TransactionSynchronization {

        @Override
        public void afterCommit() {
            var _ = nudges.offer(true);
        }
    }
}
