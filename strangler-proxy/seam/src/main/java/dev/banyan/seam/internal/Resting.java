package dev.banyan.seam.internal;

import dev.banyan.seam.internal.Table.Entry;
import dev.banyan.seam.spi.Sleeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets sleepers sleep and wake as the newest table says, and tells which version is acknowledged:
/// every thread decides by it, nothing older is in flight, and what must stand still does. Has a
/// thread of its own.
final class Resting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resting.class);
    private static final Duration TRY = Duration.ofMillis(250);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration LOOK_FOR_SURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Switchboard board;
    private final List<Sleeper> sleepers;
    private final LongConsumer acknowledge;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Map<String, Boolean> awake = new HashMap<>();
    private boolean changed;
    private volatile @Nullable Thread thread;

    Resting(Switchboard board, List<Sleeper> sleepers, LongConsumer acknowledge) {
        this.board = board;
        this.sleepers = List.copyOf(sleepers);
        this.acknowledge = acknowledge;
        board.onChange(this::lookAgain);
    }

    /// Brings everything to where it belongs once, then follows on a thread.
    void start() {
        settle();
        var follower = Thread.ofPlatform().name("seam-resting").daemon().unstarted(this::run);
        thread = follower;
        follower.start();
    }

    /// Something may have to be set, or told.
    void lookAgain() {
        lock.lock();
        try {
            changed = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean settled = settle();
        while (isCurrent()) {
            try {
                awaitNews(settled);
                settled = settle();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("A module's listeners or jobs could not be set; trying again.", e);
                settled = false;
            }
        }
    }

    private boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    private void awaitNews(boolean settled) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = settled ? LOOK_FOR_SURE.toNanos() : LOOK_AGAIN.toNanos();
            while (!changed && left > 0) {
                left = news.awaitNanos(left);
            }
            changed = false;
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing is left to wait for.
    private boolean settle() {
        var table = board.newest();
        boolean settled = true;
        for (var entry : table.entries().values()) {
            settled &= settle(entry);
        }
        if (!settled) {
            return false;
        }
        long version = Math.min(table.version(), board.drained());
        acknowledge.accept(version);
        return version == table.version();
    }

    private boolean settle(Entry entry) {
        boolean wanted = entry.isAwake();
        if (Boolean.valueOf(wanted).equals(awake.get(entry.module()))) {
            return true;
        }
        awake.remove(entry.module());
        if (wanted) {
            sleepers.forEach(sleeper -> sleeper.wake(entry.module()));
        } else {
            for (var sleeper : sleepers) {
                if (!sleeper.sleep(entry.module(), TRY)) {
                    return false;
                }
            }
        }
        awake.put(entry.module(), wanted);
        return true;
    }

    @Override
    public void close() {
        var follower = thread;
        thread = null;
        if (follower == null) {
            return;
        }
        follower.interrupt();
        try {
            follower.join(LONGEST_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
