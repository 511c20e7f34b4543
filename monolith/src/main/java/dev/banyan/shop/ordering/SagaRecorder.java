package dev.banyan.shop.ordering;

import dev.banyan.shop.ordering.SagaJournal.Taken;
import dev.banyan.shop.ordering.SagaJournal.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Records how steps ended: those that end while others are being recorded are recorded together
/// after them, in one transaction. So the more there is to do, the less each costs (group commit).
/// Safe for use by threads.
@Component
class SagaRecorder {

    private static final Logger log = LoggerFactory.getLogger(SagaRecorder.class);

    /// Steps in one transaction.
    private static final int MOST = 50;

    private final Function<List<Taken>, Map<UUID, Optional<Work>>> together;
    private final Function<Taken, Optional<Work>> alone;
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final ReentrantLock recording = new ReentrantLock();

    @Autowired
    SagaRecorder(SagaJournal journal) {
        this(journal::record, journal::record);
    }

    /// @param together as [SagaJournal#record(List)]
    /// @param alone as [SagaJournal#record(Taken)]
    SagaRecorder(
            Function<List<Taken>, Map<UUID, Optional<Work>>> together,
            Function<Taken, Optional<Work>> alone) {
        this.together = together;
        this.alone = alone;
    }

    /// Says which step to take next at once, if any.
    Optional<Work> record(Taken step) {
        var entry = new Entry(step);
        waiting.add(entry);
        recording.lock();
        try {
            while (!entry.tried) {
                recordWaiting();
            }
        } finally {
            recording.unlock();
        }
        return entry.recorded ? entry.next : alone.apply(step);
    }

    /// What cannot be recorded together is left to each one's thread.
    private void recordWaiting() {
        var entries = new ArrayList<Entry>();
        waiting.drainTo(entries, MOST);
        try {
            var next = together.apply(entries.stream().map(entry -> entry.step).toList());
            entries.forEach(entry -> entry.recorded(next));
        } catch (RuntimeException e) {
            log.debug("Steps are recorded one by one.", e);
        } finally {
            entries.forEach(entry -> entry.tried = true);
        }
    }

    /// Guarded by the lock until it was tried.
    private static final class Entry {

        private final Taken step;
        private boolean tried;
        private boolean recorded;
        private Optional<Work> next = Optional.empty();

        private Entry(Taken step) {
            this.step = step;
        }

        private void recorded(Map<UUID, Optional<Work>> all) {
            recorded = all.containsKey(step.orderId());
            next = all.getOrDefault(step.orderId(), Optional.empty());
        }
    }
}
