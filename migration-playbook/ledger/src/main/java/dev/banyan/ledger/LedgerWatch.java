package dev.banyan.ledger;

import dev.banyan.ledger.internal.StateFile;
import dev.banyan.ledger.internal.WatchConnection;
import dev.banyan.routing.RoutingTable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the ledger on a thread and a connection of its own, and goes on with the last known
/// state while it cannot be reached.
///
/// What was seen last counts from the start: it is read from the state file before `start` returns.
/// A ledger that is older than that is refused until it has a newer version again.
public final class LedgerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final LedgerConnections connections;
    private final WatchSettings settings;
    private final LedgerListener listener;
    private final LedgerClock clock = new LedgerClock();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile LedgerView view = LedgerView.EMPTY;
    private volatile @Nullable WatchConnection connection;
    private Map<Applied.Direction, Instant> applied = Map.of();
    private @Nullable String refused;
    private @Nullable Instant holdEnd;
    private boolean answers;

    public LedgerWatch(
            LedgerConnections connections, WatchSettings settings, LedgerListener listener) {
        this.connections = connections;
        this.settings = settings;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("ledger-watch").daemon().unstarted(this::run);
    }

    /// Tells the listener the last known state, then follows the ledger.
    public void start() {
        readFile();
        tellRoutes();
        thread.start();
    }

    /// The last state that was not refused.
    public LedgerView view() {
        return view;
    }

    /// An upper bound of the ledger's clock.
    public LedgerClock clock() {
        return clock;
    }

    private void run() {
        long pause = settings.firstPause().toMillis();
        while (!isStopping()) {
            try (var open = new WatchConnection(connections)) {
                connection = open;
                refresh(open);
                tellReachable(true);
                pause = settings.firstPause().toMillis();
                follow(open);
            } catch (SQLException | RuntimeException e) {
                if (!isStopping()) {
                    LOG.warn("The ledger cannot be followed, trying again in {} ms.", pause, e);
                }
            } finally {
                connection = null;
            }
            tellReachable(false);
            rest(pause);
            pause = Math.min(pause * 2, settings.longestPause().toMillis());
        }
    }

    private void follow(WatchConnection open) throws SQLException {
        long polled = System.nanoTime();
        while (!isStopping()) {
            long left = settings.poll().toMillis() - millisSince(polled);
            boolean told = left > 0 && open.waitForNews(untilHoldEnd(left));
            endHolds();
            if (told || millisSince(polled) >= settings.poll().toMillis()) {
                polled = System.nanoTime();
                refresh(open);
            }
        }
    }

    private void refresh(WatchConnection open) throws SQLException {
        long asked = System.nanoTime();
        var state = open.read();
        clock.answered(state.clock(), asked);
        takeView(state.view());
        if (!state.applied().equals(applied)) {
            applied = state.applied();
            tell(() -> listener.applied(state.applied()));
        }
    }

    private void takeView(LedgerView found) {
        var contradiction = view.contradiction(found);
        if (contradiction != null) {
            refuse(contradiction);
            return;
        }
        refused = null;
        if (found.equals(view)) {
            return;
        }
        boolean newer = found.version() > view.version();
        boolean lasting = newer || !found.lastEpochs().equals(view.lastEpochs());
        view = found;
        if (newer) {
            tellRoutes();
        } else {
            tell(() -> listener.view(found));
        }
        if (lasting) {
            writeFile();
        }
    }

    private void refuse(String contradiction) {
        if (!contradiction.equals(refused)) {
            refused = contradiction;
            LOG.error(
                    "The ledger went back in time: {}. What was known before counts still. Next: banyan recover",
                    contradiction);
            tell(() -> listener.refused(contradiction));
        }
    }

    /// Without a clock no hold can be trusted to last: the fence decides.
    private Instant now() {
        var bound = clock.upperBound(System.nanoTime());
        return bound == null ? Instant.MAX : bound;
    }

    private void tellRoutes() {
        var now = now();
        var current = view;
        holdEnd = current.nextHoldEnd(now);
        var table = current.table(now, settings.internalPaths());
        tell(() -> tellRoutes(table, current));
    }

    private void tellRoutes(RoutingTable table, LedgerView current) {
        listener.routes(table);
        listener.view(current);
    }

    private void endHolds() {
        var end = holdEnd;
        if (end != null && !now().isBefore(end)) {
            tellRoutes();
        }
    }

    private long untilHoldEnd(long atMostMillis) {
        var end = holdEnd;
        if (end == null) {
            return atMostMillis;
        }
        long left = Duration.between(now(), end).toMillis() + 1;
        return Math.clamp(left, 1, atMostMillis);
    }

    private void rest(long millis) {
        long began = System.nanoTime();
        while (!isStopping() && millisSince(began) < millis) {
            try {
                long left = Math.max(1, millis - millisSince(began));
                var _ = stopping.await(untilHoldEnd(left), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                stopping.countDown();
            }
            endHolds();
        }
    }

    private void tellReachable(boolean now) {
        if (answers != now) {
            answers = now;
            tell(() -> listener.reachable(now));
        }
    }

    private static void tell(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            LOG.error("A listener of the ledger failed; it is told the next change still.", e);
        }
    }

    private void readFile() {
        var file = settings.stateFile();
        if (file == null) {
            return;
        }
        try {
            view = StateFile.read(file).orElse(LedgerView.EMPTY);
        } catch (IOException e) {
            LOG.error("The last known state in '{}' cannot be used; starting without it.", file, e);
        }
    }

    private void writeFile() {
        var file = settings.stateFile();
        if (file == null) {
            return;
        }
        try {
            StateFile.write(file, view);
        } catch (IOException e) {
            LOG.error("Cannot keep the last known state in '{}'.", file, e);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    /// Stops following, and waits for the thread, at most 10 s.
    @Override
    public void close() {
        stopping.countDown();
        var open = connection;
        if (open != null) {
            open.abort();
        }
        try {
            if (thread.isAlive() && !thread.join(LONGEST_STOP)) {
                LOG.warn("The watch of the ledger did not stop in {}.", LONGEST_STOP);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
