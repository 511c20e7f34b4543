package dev.banyan.replication.internal.debezium;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.ChangeSource;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.EventQueue;
import dev.banyan.replication.internal.Query;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Runs one Debezium engine, which reads and decodes on its own threads.
public final class DebeziumSource implements ChangeSource {

    private static final int CHUNK = 512;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);
    private static final AtomicLong READERS = new AtomicLong();

    private final Link link;
    private final EventQueue queue;
    private final RecordReader reader;
    private final String name;
    private final AtomicReference<Lsn> durable = new AtomicReference<>(Lsn.ZERO);
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;
    private List<ChangeEvent> chunk = new ArrayList<>(CHUNK);
    private volatile boolean closed;

    private DebeziumSource(Link link, StreamSettings settings, Set<TableName> whole) {
        this.link = link;
        this.queue = new EventQueue(settings.queueEvents(), settings.queueBytes());
        this.reader = new RecordReader(whole, event -> chunk.add(event));
        this.name = link.name() + "-" + READERS.incrementAndGet();
        CommittedOffsets.register(name, durable);
        this.engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(DebeziumSettings.of(link, settings, name))
                        .using((success, message, error) -> ended(message, error))
                        .notifying(this::take)
                        .build();
        this.thread = Thread.ofPlatform().name("banyan-debezium-" + link.name()).unstarted(engine);
    }

    /// Begins where the slot stands: the caller has moved it to the position.
    public static DebeziumSource open(Link link, StreamSettings settings) {
        DebeziumSource source = new DebeziumSource(link, settings, wholeRows(link));
        source.thread.start();
        return source;
    }

    private static Set<TableName> wholeRows(Link link) {
        String sql =
                """
                SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relreplident = 'f' AND format('%s.%s', n.nspname, c.relname) = ANY (?)
                """;
        try (Connection source = link.source().connect("read " + link.name())) {
            return new HashSet<>(
                    Query.of(sql, link.tables())
                            .list(
                                    source,
                                    row -> new TableName(row.getString(1), row.getString(2))));
        } catch (SQLException e) {
            throw new StreamStoppedException(
                    StopReason.DISCONNECTED,
                    "Cannot read the source of '" + link.name() + "': " + e.getMessage(),
                    e);
        }
    }

    @Override
    public Optional<ChangeEvent> poll(Duration timeout) throws InterruptedException {
        return queue.poll(timeout);
    }

    @Override
    public void confirm(Lsn position) {
        durable.set(position);
    }

    private void take(
            List<RecordChangeEvent<SourceRecord>> records,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        for (RecordChangeEvent<SourceRecord> change : records) {
            reader.read(change.record());
            if (chunk.size() >= CHUNK) {
                handOver();
            }
        }
        handOver();
        // This makes Debezium look for what to confirm, which it finds in CommittedOffsets.
        committer.markProcessed(records.getLast());
        committer.markBatchFinished();
    }

    private void handOver() throws InterruptedException {
        if (chunk.isEmpty()) {
            return;
        }

        boolean taken = false;
        while (!taken && !closed) {
            taken = queue.offer(chunk, LOOK_AGAIN);
        }
        chunk = new ArrayList<>(CHUNK);
    }

    private void ended(@Nullable String message, @Nullable Throwable error) {
        if (closed) {
            return;
        }

        if (error instanceof StreamStoppedException stopped) {
            queue.fail(stopped);
        } else {
            queue.fail(
                    new StreamStoppedException(
                            StopReason.DISCONNECTED,
                            "Reading slot '" + link.slot() + "' ended: " + reason(message, error),
                            error));
        }
    }

    private static String reason(@Nullable String message, @Nullable Throwable error) {
        Throwable cause = error;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? String.valueOf(message) : String.valueOf(cause.getMessage());
    }

    @Override
    public void close() {
        closed = true;
        queue.close();
        try {
            engine.close();
            thread.join(JOIN_LIMIT);
        } catch (IOException | IllegalStateException e) {
            // It has ended by itself: a second close is refused.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            CommittedOffsets.unregister(name);
        }
    }
}
