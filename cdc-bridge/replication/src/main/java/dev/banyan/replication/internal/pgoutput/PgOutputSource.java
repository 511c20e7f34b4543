package dev.banyan.replication.internal.pgoutput;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.ChangeSource;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.internal.EventQueue;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/// Reads a slot through pgjdbc's replication stream, on a thread of its own.
public final class PgOutputSource implements ChangeSource {

    /// Events handed over together: one lock for many.
    private static final int CHUNK = 512;

    /// How long a confirmation may wait on the way to an idle server.
    private static final Duration STATUS_INTERVAL = Duration.ofMillis(200);

    private static final Duration JOIN_LIMIT = Duration.ofSeconds(5);

    private final Link link;
    private final Connection connection;
    private final PGReplicationStream stream;
    private final EventQueue queue;
    private final Thread thread;
    private List<ChangeEvent> chunk = new ArrayList<>(CHUNK);
    private volatile boolean closed;

    private PgOutputSource(
            Link link, Connection connection, PGReplicationStream stream, EventQueue queue) {
        this.link = link;
        this.connection = connection;
        this.stream = stream;
        this.queue = queue;
        this.thread = Thread.ofPlatform().name("banyan-read-" + link.name()).unstarted(this::read);
    }

    /// Begins at a position that the slot was advanced to.
    public static PgOutputSource open(Link link, Lsn position, StreamSettings settings) {
        Connection connection = null;
        try {
            connection = link.source().connectForReplication("read " + link.name());
            PGReplicationStream stream = start(connection, link, position);
            EventQueue queue = new EventQueue(settings.queueEvents(), settings.queueBytes());
            PgOutputSource source = new PgOutputSource(link, connection, stream, queue);
            source.thread.start();
            return source;
        } catch (SQLException e) {
            abort(connection);
            throw cannotStart(link, e);
        }
    }

    private static PGReplicationStream start(Connection connection, Link link, Lsn position)
            throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(link.slot())
                .withStartPosition(LogSequenceNumber.valueOf(position.value()))
                .withSlotOption("proto_version", "1")
                .withSlotOption("publication_names", link.publication())
                .withSlotOption("messages", "true")
                .withSlotOption("origin", "none")
                // The driver's own flushing moves an idle slot beyond our position.
                .withAutomaticFlush(false)
                .withStatusInterval(
                        Math.toIntExact(STATUS_INTERVAL.toMillis()), TimeUnit.MILLISECONDS)
                .start();
    }

    private static StreamStoppedException cannotStart(Link link, SQLException e) {
        boolean busy = "55006".equals(e.getSQLState());
        return new StreamStoppedException(
                busy ? StopReason.BUSY : StopReason.DISCONNECTED,
                "Cannot read slot '" + link.slot() + "': " + e.getMessage(),
                e);
    }

    @Override
    public Optional<ChangeEvent> poll(Duration timeout) throws InterruptedException {
        return queue.poll(timeout);
    }

    @Override
    public void confirm(Lsn durable) {
        LogSequenceNumber position = LogSequenceNumber.valueOf(durable.value());
        stream.setAppliedLSN(position);
        stream.setFlushedLSN(position);
    }

    private void read() {
        PgOutputDecoder decoder = new PgOutputDecoder(this::add);
        try {
            while (!closed) {
                ByteBuffer message = next();
                if (message != null) {
                    decoder.decode(message);
                }
                if (chunk.size() >= CHUNK) {
                    handOver();
                }
            }
        } catch (StreamStoppedException e) {
            queue.fail(e);
        } catch (SQLException | RuntimeException e) {
            queue.fail(disconnected(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private StreamStoppedException disconnected(Exception e) {
        return new StreamStoppedException(
                e instanceof SQLException ? StopReason.DISCONNECTED : StopReason.UNREADABLE,
                "Reading slot '" + link.slot() + "' ended: " + e.getMessage(),
                e);
    }

    private void add(ChangeEvent event) {
        chunk.add(event);
    }

    /// What was read is handed over before anybody waits for more: a transaction at once when it is
    /// alone, many together when the server has more to send.
    private @Nullable ByteBuffer next() throws SQLException, InterruptedException {
        ByteBuffer message = stream.readPending();
        if (message == null) {
            handOver();
            message = stream.read();
        }
        return message;
    }

    private void handOver() throws InterruptedException, SQLException {
        if (chunk.isEmpty()) {
            return;
        }

        while (!closed && !queue.offer(chunk, STATUS_INTERVAL)) {
            // Full: while nothing is read, nobody else tells the server that we live.
            stream.forceUpdateStatus();
        }
        chunk = new ArrayList<>(CHUNK);
    }

    /// Cuts the connection: a read that waits knows no other end.
    @Override
    public void close() {
        closed = true;
        queue.close();
        abort(connection);
        thread.interrupt();
        try {
            thread.join(JOIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abort(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }

        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // Broken already, and nobody will use it again.
        }
    }
}
