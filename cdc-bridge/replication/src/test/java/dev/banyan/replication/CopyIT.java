package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.banyan.replication.internal.position.Origins;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Copying, and what follows it, with writers at work.
class CopyIT {

    private static final CopySettings SMALL_CHUNKS =
            new CopySettings(2, 10, 5, 1000, Duration.ofMinutes(1));

    private static final String[] TABLES = {
        "CREATE TABLE item (id bigint PRIMARY KEY, name text, n int, at timestamptz, j jsonb,"
                + " twice int GENERATED ALWAYS AS (n * 2) STORED)",
        "CREATE TYPE mood AS ENUM ('good', 'bad')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE TABLE odd (p pair, m mood[], r regclass)",
        "ALTER TABLE odd REPLICA IDENTITY FULL",
        "CREATE TABLE nothing (id int PRIMARY KEY)"
    };

    private final TwoDatabases databases =
            TwoDatabases.create()
                    // Own types get other numbers there: their binary form must not be trusted.
                    .onTarget("CREATE TYPE first AS (x int)", "CREATE TYPE second AS (x int)")
                    .with(TABLES)
                    .onSource(
                            "INSERT INTO item SELECT i, 'n' || i, i % 7, now(), '{\"a\": 1}' FROM generate_series(1, 20000) i",
                            "INSERT INTO odd SELECT ROW(i, 'x')::pair, '{good,bad}', 'pg_class' FROM generate_series(1, 10) i");

    private final Link link = databases.link("copy", "public.item", "public.odd", "public.nothing");
    private final StreamSettings settings = StreamSettings.defaults().with(Reader.PGOUTPUT);

    @AfterEach
    void remove() {
        Streams.remove(link, TwoDatabases.DEADLINE);
    }

    private void areEqual() {
        assertThat(databases.targetRows("item")).isEqualTo(databases.sourceRows("item"));
        assertThat(databases.targetRows("odd")).isEqualTo(databases.sourceRows("odd"));
    }

    @Test
    void handsOverToTheStreamWhileOthersWrite() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        Thread writer = Thread.ofPlatform().start(() -> write(stop, written));
        CopyProgress progress;
        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            long before = written.get();
            progress = Streams.copier(link, SMALL_CHUNKS, Moment.Listener.none()).copy(snapshot);
            waitFor(() -> written.get() > before + 20);
        }

        RunningStream stream = RunningStream.start(link, settings);
        long atHandOver = written.get();
        waitFor(() -> written.get() > atHandOver + 20);
        stop.set(true);
        writer.join();
        stream.catchUp().close();

        areEqual();
        assertThat(progress.tablesDone()).isEqualTo(3);
        assertThat(progress.chunksDone()).isEqualTo(progress.chunks()).isGreaterThan(10);
        assertThat(progress.rows()).isGreaterThanOrEqualTo(19_000);
    }

    private static void waitFor(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void write(AtomicBoolean stop, AtomicLong written) {
        try (Connection connection = databases.source().connect();
                Statement statement = connection.createStatement()) {
            while (!stop.get()) {
                long number = written.incrementAndGet();
                statement.execute("INSERT INTO item VALUES (" + (100_000 + number) + ", 'new')");
                statement.execute("UPDATE item SET n = n + 1 WHERE id = " + number * 13 % 20_000);
                statement.execute("DELETE FROM item WHERE id = " + number * 17 % 20_000);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void copiesNothingTwiceWhenAChunkIsTriedAgain() throws Exception {
        AtomicLong cuts = new AtomicLong();
        Moment.Listener cutter =
                moment -> {
                    if (moment == Moment.AFTER_SNAPSHOT_CHUNK && cuts.incrementAndGet() % 4 == 1) {
                        cutCopiers();
                    }
                };
        CopyProgress progress;
        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            progress = Streams.copier(link, SMALL_CHUNKS, cutter).copy(snapshot);
        }

        areEqual();
        assertThat(progress.retriedChunks()).isPositive();
    }

    private void cutCopiers() {
        TwoDatabases.execute(
                databases.target(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'banyan copy "
                        + link.name()
                        + "' AND datname = current_database()");
    }

    @Test
    void copiesWithFewerWorkersWhereOneCannotConnect() throws Exception {
        CopyProgress progress;
        try (Connection other = databases.target().connect();
                ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            Origins.setUp(other, Origins.copier(link.origin(), 1));
            AtomicReference<Copier> copier = new AtomicReference<>();
            copier.set(Streams.copier(link, SMALL_CHUNKS, _ -> endAfterTheLast(copier, other)));
            progress = copier.get().copy(snapshot);
        }

        areEqual();
        assertThat(progress.chunksDone()).isEqualTo(progress.chunks());
        assertThat(progress.retriedChunks()).isZero();
    }

    /// A copy takes the origins of its workers away at its end.
    private static void endAfterTheLast(AtomicReference<Copier> copier, Connection other) {
        CopyProgress progress = copier.get().progress();
        if (progress.chunksDone() == progress.chunks()) {
            try {
                other.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Under the snapshot the table would look empty, and the DELETE in the log would find no row.
    @Test
    void startsAnewWhenATableWasTruncatedBehindTheSnapshot() throws Exception {
        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            databases.onSource("DELETE FROM odd WHERE (p).a = 3", "TRUNCATE odd");

            assertThatThrownBy(() ->
                            Streams.copier(link, SMALL_CHUNKS, Moment.Listener.none())
                                    .copy(snapshot))
                    .isInstanceOfSatisfying(
                            StreamStoppedException.class,
                            e -> assertThat(e.reason()).isEqualTo(StopReason.SNAPSHOT_LOST))
                    .hasMessageContaining("'public.odd' was truncated");
        }
        Streams.remove(link, TwoDatabases.DEADLINE);

        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            Streams.copier(link, SMALL_CHUNKS, Moment.Listener.none()).copy(snapshot);
        }
        RunningStream.start(link, settings).catchUp().close();
        areEqual();
    }

    /// Who waits for a table stands before all who come later, also before our own workers.
    @Test
    void goesOnWhileSomebodyWaitsToTruncateATable() throws Exception {
        AtomicReference<Thread> truncating = new AtomicReference<>();
        Moment.Listener atFirstChunk =
                moment -> {
                    if (moment == Moment.AFTER_SNAPSHOT_CHUNK && truncating.get() == null) {
                        truncating.set(
                                Thread.ofPlatform()
                                        .start(() -> databases.onSource("TRUNCATE odd")));
                        waitFor(() -> !waitingSessions().isEmpty());
                    }
                };
        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            Streams.copier(
                            link,
                            new CopySettings(1, 10, 5, 1000, TwoDatabases.DEADLINE),
                            atFirstChunk)
                    .copy(snapshot);
        }
        truncating.get().join();
        RunningStream.start(link, settings).catchUp().close();

        assertThat(databases.targetRows("odd")).isEmpty();
        areEqual();
    }

    private List<@Nullable String> waitingSessions() {
        return TwoDatabases.query(
                databases.source(),
                "SELECT pid FROM pg_stat_activity WHERE query = 'TRUNCATE odd' AND wait_event_type = 'Lock'");
    }

    @Test
    void saysThatItStartsAnewWhenTheSnapshotIsGone() {
        ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE);
        snapshot.close();

        var stopped =
                catchThrowableOfType(
                        StreamStoppedException.class,
                        () ->
                                Streams.copier(link, SMALL_CHUNKS, Moment.Listener.none())
                                        .copy(snapshot));

        assertThat(stopped.reason()).isEqualTo(StopReason.SNAPSHOT_LOST);
        assertThat(stopped).hasMessageContaining("starts anew");
    }

    @Test
    void refusesATargetWithRows() throws Exception {
        databases.onTarget("INSERT INTO nothing VALUES (1)");

        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            var stopped =
                    catchThrowableOfType(
                            StreamStoppedException.class,
                            () ->
                                    Streams.copier(link, SMALL_CHUNKS, Moment.Listener.none())
                                            .copy(snapshot));
            assertThat(stopped).hasMessageContaining("has rows already");
        }
    }

    @Test
    void recopiesBehindReadersWhoSeeAllOrNothing() throws Exception {
        RunningStream.startEmpty(link, settings).close();
        databases.onTarget("INSERT INTO item SELECT i FROM generate_series(1, 500) i");

        try (Connection reader = databases.target().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT 1 FROM nothing");
            new Recopy(link, SMALL_CHUNKS, FenceClaim.unfenced(), Moment.Listener.none())
                    .run(TwoDatabases.DEADLINE);
            var seen = statement.executeQuery("SELECT count(*) FROM item");
            seen.next();
            assertThat(seen.getLong(1)).isEqualTo(500);
        }
        RunningStream stream = RunningStream.start(link, settings);
        databases.onSource("UPDATE item SET n = 99 WHERE id < 50", "DELETE FROM odd");
        stream.catchUp().close();

        areEqual();
        assertThat(
                        TwoDatabases.query(
                                databases.target(),
                                "SELECT relname FROM pg_class WHERE relname LIKE 'recopy%'"))
                .isEmpty();
    }

    @Test
    void leavesEverythingAsItWasWhenTheFenceRefusesARecopy() throws Exception {
        RunningStream.startEmpty(link, settings).close();
        databases.onTarget("INSERT INTO item SELECT i FROM generate_series(1, 500) i");
        FenceClaim late =
                connection -> {
                    throw new StreamStoppedException(StopReason.BUSY, "You are late.");
                };

        var refused =
                catchThrowableOfType(
                        StreamStoppedException.class,
                        () ->
                                new Recopy(link, SMALL_CHUNKS, late, Moment.Listener.none())
                                        .run(TwoDatabases.DEADLINE));

        assertThat(refused).hasMessage("You are late.");
        assertThat(databases.targetRows("item")).hasSize(500);
        assertThat(RunningStream.start(link, settings).stopped().reason())
                .isEqualTo(StopReason.HOLE);
    }
}
