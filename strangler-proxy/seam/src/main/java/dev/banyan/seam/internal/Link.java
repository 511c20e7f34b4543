package dev.banyan.seam.internal;

import dev.banyan.ledger.Heartbeat;
import dev.banyan.ledger.Heartbeats;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.LedgerListener;
import dev.banyan.ledger.LedgerView;
import dev.banyan.ledger.LedgerWatch;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.WatchSettings;
import dev.banyan.routing.RoutingTable;
import dev.banyan.seam.SeamSettings;
import dev.banyan.seam.spi.Sleeper;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The seam's link to the ledger: follows it, acknowledges, and says that this process lives. Goes
/// on with the last known state while the ledger cannot be reached, from the start.
final class Link implements SmartLifecycle, LedgerListener {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final LedgerConnections connections;
    private final SeamSettings settings;
    private final String process;
    private final Supplier<Map<String, String>> builds;
    private final Switchboard board;
    private final LedgerAddresses addresses;
    private final Resting resting;
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile @Nullable LedgerWatch watch;
    private volatile @Nullable Heartbeats heartbeats;
    private volatile @Nullable String refused;
    private volatile boolean reachable;

    /// @param process this process's name in the ledger
    Link(
            LedgerConnections connections,
            SeamSettings settings,
            String process,
            Supplier<Map<String, String>> builds,
            Switchboard board,
            LedgerAddresses addresses,
            List<Sleeper> sleepers) {
        this.connections = connections;
        this.settings = settings;
        this.process = process;
        this.builds = builds;
        this.board = board;
        this.addresses = addresses;
        this.resting = new Resting(board, sleepers, this::acknowledged);
    }

    /// Before everything that listens, works or serves.
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1_000;
    }

    @Override
    public synchronized void start() {
        long end = System.nanoTime() + settings.startLimit().toNanos();
        addresses.start();
        var following = new LedgerWatch(connections, watchSettings(), this);
        watch = following;
        Thread.ofVirtual().name("seam-ledger").start(this::prepare);
        await(prepared, end);
        following.start();
        await(answered, end);
        if (answered.getCount() > 0) {
            LOG.warn(
                    "The ledger did not answer within {}; going on with the last known state, version {}.",
                    ReadableDuration.of(settings.startLimit()),
                    board.newest().version());
        }
        resting.start();
        heartbeats = new Heartbeats(ledger(), firstBeat());
        resting.lookAgain();
    }

    /// The tables are made here too, so that an application may start before anybody has planned.
    private void prepare() {
        try (var ledger = ledger()) {
            ledger.install();
        } catch (LedgerException e) {
            LOG.warn(
                    "The ledger cannot be prepared now; going on with what is known: {}",
                    e.getMessage());
        } finally {
            prepared.countDown();
        }
    }

    private Ledger ledger() {
        return Ledger.on(connections, UUID::randomUUID);
    }

    private Heartbeat firstBeat() {
        return new Heartbeat(process, ProcessState.Kind.SEAM, process, builds.get(), -1);
    }

    private static void await(CountDownLatch latch, long end) {
        try {
            var _ = latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private WatchSettings watchSettings() {
        return new WatchSettings(
                POLL,
                FIRST_PAUSE,
                LONGEST_PAUSE,
                stateFile(settings, process, "ledger.json"),
                List.of());
    }

    static Path stateFile(SeamSettings settings, String process, String name) {
        var safe = process.replaceAll("[^A-Za-z0-9._-]", "_");
        return settings.stateDirectory().resolve(safe + "-" + name);
    }

    /// The number of a module's fence in the database of the ledger, -1 where there is none.
    static int fence(LedgerConnections connections, String module) throws SQLException {
        try (var connection = connections.open();
                var statement =
                        connection.prepareStatement(
                                "SELECT number FROM banyan.fence WHERE module = ?")) {
            statement.setString(1, module);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : -1;
            }
        }
    }

    private void acknowledged(long version) {
        var living = heartbeats;
        if (living != null) {
            living.acknowledged(version);
        }
    }

    @Override
    public void routes(RoutingTable table) {
        var following = watch;
        board.use(table, following == null ? LedgerView.EMPTY : following.view());
    }

    @Override
    public void view(LedgerView view) {
        addresses.changed(view);
    }

    @Override
    public void reachable(boolean answers) {
        reachable = answers;
        if (answers) {
            answered.countDown();
        }
    }

    @Override
    public void refused(String why) {
        refused = why;
    }

    boolean isReachable() {
        return reachable;
    }

    /// Why the ledger is not followed although it answers, or null.
    @Nullable String refusal() {
        return refused;
    }

    @Override
    public synchronized void stop() {
        var living = heartbeats;
        var following = watch;
        watch = null;
        if (living != null) {
            living.close();
        }
        if (following != null) {
            following.close();
        }
        resting.close();
        addresses.close();
    }

    @Override
    public boolean isRunning() {
        return watch != null;
    }
}
