package dev.banyan.replication.internal.copy;

import dev.banyan.replication.Copier;
import dev.banyan.replication.CopyProgress;
import dev.banyan.replication.CopySettings;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Positions;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.position.Origins;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies by several workers that take chunks from one queue, largest table first.
public final class ParallelCopier implements Copier {

    private static final Logger LOG = LoggerFactory.getLogger(ParallelCopier.class);

    /// The snapshot ended: its connection or its server did.
    private static final String NO_SNAPSHOT = "22023";

    private static final String NO_SNAPSHOT_FILE = "42704";

    private static final long RETRY_PAUSE_MILLIS = 200;

    private final Link link;
    private final CopySettings settings;
    private final Moment.Listener moments;
    private final UnaryOperator<TableName> into;
    private final boolean begins;
    private volatile CopyMeter meter = CopyMeter.nothingYet();
    private volatile boolean failed;

    public ParallelCopier(Link link, CopySettings settings, Moment.Listener moments) {
        this(link, settings, moments, UnaryOperator.identity(), true);
    }

    /// @param into where the rows of a table go
    /// @param begins write the first position at the end
    ParallelCopier(
            Link link,
            CopySettings settings,
            Moment.Listener moments,
            UnaryOperator<TableName> into,
            boolean begins) {
        this.link = link;
        this.settings = settings;
        this.moments = moments;
        this.into = into;
        this.begins = begins;
    }

    @Override
    public CopyProgress copy(ExportedSnapshot snapshot) throws InterruptedException {
        try {
            Queue<CopiedTable.Chunk> chunks = plan();
            copyAll(chunks, snapshot);
            finish(snapshot);
        } catch (SQLException e) {
            throw stopped("Copying '" + link.name() + "' failed", e);
        }
        CopyProgress progress = meter.progress();
        LOG.info(
                "{}: copied {} rows of {} tables, {} rows/s",
                link.name(),
                progress.rows(),
                progress.tables(),
                Math.round(progress.rowsPerSecond()));
        return progress;
    }

    private Queue<CopiedTable.Chunk> plan() throws SQLException {
        List<CopiedTable> tables = new ArrayList<>();
        try (Connection source = link.source().connect("copy " + link.name());
                Connection target = link.target().connect("copy " + link.name())) {
            Positions.install(target);
            CopiedChunks.install(target);
            CopiedChunks.clear(target, link);
            for (TableName table : link.tables()) {
                refuseRows(target, into.apply(table));
                tables.add(CopiedTable.read(source, target, table, into.apply(table)));
            }
        }
        tables.sort(Comparator.comparingLong(CopiedTable::pages).reversed());
        List<CopiedTable.Chunk> chunks =
                tables.stream()
                        .flatMap(table -> table.chunks(settings.chunkPages()).stream())
                        .toList();
        meter = new CopyMeter(chunks);
        return new ConcurrentLinkedQueue<>(chunks);
    }

    private void refuseRows(Connection target, TableName table) throws SQLException {
        boolean filled =
                Query.of("SELECT EXISTS (SELECT FROM " + table.quoted() + ")")
                        .one(target, row -> row.getBoolean(1));
        if (filled) {
            throw new StreamStoppedException(
                    StopReason.DIVERGED,
                    "Table '" + table + "' of the target has rows already. Empty it first.");
        }
    }

    private void copyAll(Queue<CopiedTable.Chunk> chunks, ExportedSnapshot snapshot)
            throws InterruptedException, SQLException {
        Throttle throttle = new Throttle(settings);
        ExecutorService workers = Executors.newFixedThreadPool(settings.workers());
        LoadProbe probe = new LoadProbe(link, throttle);
        try {
            ChunkWorker first = new ChunkWorker(link, 0, snapshot, throttle, meter);
            lockTables(first);
            List<Callable<Void>> work = new ArrayList<>();
            work.add(() -> work(first, chunks));
            for (int number = 1; number < settings.workers(); number++) {
                ChunkWorker worker = new ChunkWorker(link, number, snapshot, throttle, meter);
                work.add(() -> help(worker, chunks));
            }
            for (Future<Void> end : workers.invokeAll(work)) {
                join(end);
            }
        } finally {
            probe.close();
            workers.shutdownNow();
        }
    }

    private static void join(Future<Void> end) throws InterruptedException, SQLException {
        try {
            end.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException cause -> throw cause;
                case StreamStoppedException cause -> throw cause;
                case null, default -> throw new IllegalStateException("A copy failed.", e);
            }
        }
    }

    /// The first worker's locks make sure that what the snapshot has can be read to the end.
    private void lockTables(ChunkWorker first) throws SQLException {
        for (int attempt = 0; attempt < settings.chunkTries(); attempt++) {
            if (first.open()) {
                return;
            }
        }
        throw new StreamStoppedException(
                StopReason.BUSY,
                "The tables of '"
                        + link.name()
                        + "' cannot be read: somebody truncates or alters one of them. Begin anew.");
    }

    /// A further worker that does not get in is missed by nobody: the first has all its locks and
    /// does the work.
    private Void help(ChunkWorker worker, Queue<CopiedTable.Chunk> chunks)
            throws SQLException, InterruptedException {
        if (isIn(worker)) {
            return work(worker, chunks);
        }

        worker.close();
        return null;
    }

    /// Behind somebody who waits to truncate a table it does not get in, or only when the first is
    /// done; nor does it where a server has no connection or no origin left for it.
    private boolean isIn(ChunkWorker worker) {
        try {
            if (worker.join()) {
                return true;
            }
            LOG.info("{}: somebody waits for a table; fewer workers copy", link.name());
        } catch (SQLException | StreamStoppedException e) {
            LOG.warn("{}: fewer workers copy: {}", link.name(), e.getMessage());
        }
        return false;
    }

    private Void work(ChunkWorker worker, Queue<CopiedTable.Chunk> chunks)
            throws SQLException, InterruptedException {
        try (worker) {
            for (CopiedTable.Chunk chunk = chunks.poll();
                    chunk != null && !failed;
                    chunk = chunks.poll()) {
                long rows = copyWithRetries(worker, chunk);
                meter.done(chunk, rows);
                moments.reached(Moment.AFTER_SNAPSHOT_CHUNK);
            }
        } catch (SQLException | RuntimeException e) {
            failed = true; // the others stop at their next chunk
            throw e;
        }
        return null;
    }

    private long copyWithRetries(ChunkWorker worker, CopiedTable.Chunk chunk)
            throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return worker.copy(chunk);
            } catch (SQLException e) {
                worker.reset();
                if (isSnapshotGone(e) || attempt >= settings.chunkTries() || !mayPass(e)) {
                    throw e;
                }
                meter.retried();
                LOG.warn("{}: chunk {} is tried again: {}", link.name(), chunk, e.getMessage());
                Thread.sleep(RETRY_PAUSE_MILLIS * attempt);
            }
        }
    }

    private static boolean isSnapshotGone(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return (NO_SNAPSHOT.equals(e.getSQLState()) || NO_SNAPSHOT_FILE.equals(e.getSQLState()))
                && message.contains("snapshot");
    }

    /// Values or tables that do not fit will not fit at the next try.
    private static boolean mayPass(SQLException e) {
        String state = e.getSQLState();
        return state == null
                || !(state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
    }

    private void finish(ExportedSnapshot snapshot) throws SQLException {
        try (Connection target = link.target().connect("copy " + link.name())) {
            for (TableName table : link.tables()) {
                Query.of("ANALYZE " + into.apply(table).quoted()).execute(target);
            }
            CopiedChunks.clear(target, link);
            Origins.dropCopiers(target, link.origin());
        }
        moments.reached(Moment.BEFORE_FIRST_POSITION);
        if (begins) {
            Streams.begin(link, snapshot.consistentPoint());
        }
        moments.reached(Moment.AFTER_FIRST_POSITION);
    }

    private StreamStoppedException stopped(String what, SQLException e) {
        if (isSnapshotGone(e)) {
            return new StreamStoppedException(
                    StopReason.SNAPSHOT_LOST,
                    what
                            + ": its snapshot '"
                            + e.getMessage()
                            + "' ended with its connection. The copy starts anew.",
                    e);
        }
        return new StreamStoppedException(
                mayPass(e) ? StopReason.DISCONNECTED : StopReason.DRIFT,
                what + ": " + e.getMessage() + ". The copy starts anew.",
                e);
    }

    @Override
    public CopyProgress progress() {
        return meter.progress();
    }
}
