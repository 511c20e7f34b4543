package dev.banyan.replication.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Positions;
import dev.banyan.replication.Reader;
import dev.banyan.replication.Signals;
import dev.banyan.replication.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is killed, and whenever: no row is lost, none doubled, and no reader of the target ever
/// sees half a transaction.
class CrashIT {

    private static final List<Moment> MOMENTS = List.of(Moment.values());
    private static final int COPY_KILLS = 3;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final PostgresServer sourceServer = PostgresServer.start(Map.of());
    private final PostgresServer targetServer = PostgresServer.start(Map.of());
    private final TestDatabase source = sourceServer.createDatabase();
    private final TestDatabase target = targetServer.createDatabase();
    private final Link forward =
            CrashTables.link("crash_forward", database(source), database(target));
    private final Link back = CrashTables.link("crash_reverse", database(target), database(source));
    private final AtomicLong ids = new AtomicLong(1_000_000);
    private final Random random = seeded();
    private final List<String> lives = new ArrayList<>();
    private Optional<Process> stream = Optional.empty();
    private int serverCrashes;
    private int starts;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path logs;

    private static Random seeded() {
        String given = System.getProperty("banyan.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("CrashIT: banyan.seed=" + seed);
        return new Random(seed);
    }

    @BeforeEach
    void makeTables() throws SQLException {
        CrashTables.create(source);
        CrashTables.create(target);
        CrashTables.fill(source);
    }

    @AfterEach
    void stopEverything() {
        stream.ifPresent(Process::destroyForcibly);
        sourceServer.close();
        targetServer.close();
    }

    @Test
    void survivesF13F16F37FifteenKillsWithCrashesOfBothServers() throws Exception {
        crash(15);
    }

    @Test
    @Tag("long")
    void survivesFiftyKills() throws Exception {
        crash(60);
    }

    /// Half of the kills while the source owns the tables, half while the target does.
    private void crash(int kills) throws Exception {
        rounds(source, forward, kills - kills / 2);
        rounds(target, back, kills / 2);

        assertThat(serverCrashes).as("crashes of servers").isGreaterThanOrEqualTo(4);
        System.out.println("CrashIT: lives " + lives);
    }

    private void rounds(TestDatabase owner, Link link, int kills) throws Exception {
        try (Writers writers = new Writers(owner, ids, random)) {
            for (int kill = 0; kill < kills; kill++) {
                if (kill > 0 && kill % 3 == 0) {
                    liveThroughACrash(link);
                } else {
                    live(link);
                }
            }
            assertThat(writers.commits()).isPositive();
        }
        start(Reader.PGOUTPUT, "-", 0);
        catchUp(link);
        areEqual();
        kill();
    }

    /// One life of the stream, ended at a moment or by surprise.
    private void live(Link link) throws Exception {
        boolean named = random.nextInt(3) > 0;
        Moment moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
        String before = position(link);
        begin(named ? moment.name() : "random", named ? moment.name() : "-");
        if (lives.size() > COPY_KILLS) {
            awaitProgress(link, before);
        }
        watch(Duration.ofMillis(200L + random.nextInt(800)));
        if (!process().isAlive()) {
            assertThat(process().exitValue())
                    .as(() ->
                            "the stream's end: it may be killed, but not stop by itself" + state())
                    .isEqualTo(StreamProcess.HALTED);
        }
        kill();
    }

    private void begin(String end, String moment) throws IOException {
        Reader reader = random.nextInt(4) == 0 ? Reader.DEBEZIUM : Reader.PGOUTPUT;
        lives.add(reader + ":" + end);
        start(reader, moment, 1 + random.nextInt(6));
    }

    /// A server crashes while the stream runs, which goes on by itself and is killed then. Each
    /// server has its turn.
    private void liveThroughACrash(Link link) throws Exception {
        boolean targetsTurn = serverCrashes % 2 == 0;
        PostgresServer victim = targetsTurn ? targetServer : sourceServer;
        String before = position(link);
        begin(targetsTurn ? "target crashes" : "source crashes", "-");
        awaitProgress(link, before);
        process().waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
        victim.kill();
        victim.restart();
        serverCrashes++;
        awaitProgress(link, position(link));
        watch(Duration.ofMillis(random.nextInt(300)));
        assertThat(process().isAlive())
                .as(() -> "the stream lives through a crash of a server" + state())
                .isTrue();
        kill();
    }

    private void watch(Duration patience) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (process().isAlive() && System.nanoTime() < end) {
            checkSum(source);
            checkSum(target);
            process().waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    /// The first kills hit the copy, all others a life that applies: on a slow machine the log
    /// would else grow while nobody ever gets to it.
    private void awaitProgress(Link link, String before) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (process().isAlive() && position(link).equals(before)) {
            assertThat(System.nanoTime())
                    .as(() -> "deadline: nothing was applied" + state())
                    .isLessThan(end);
            process().waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private String state() {
        return Evidence.of(process(), log(), List.of(source, target));
    }

    private Path log() {
        return logs.resolve("life-" + starts + ".log");
    }

    private void start(Reader reader, String moment, int passes) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        StreamProcess.command(
                                database(source), database(target), reader, moment, passes));
        starts++;
        builder.redirectErrorStream(true).redirectOutput(log().toFile());
        stream = Optional.of(builder.start());
    }

    private Process process() {
        return stream.orElseThrow();
    }

    private void kill() throws InterruptedException {
        process().destroyForcibly();
        process().waitFor();
    }

    /// Asks again and again: a marker that was written before the copy never arrives.
    private void catchUp(Link link) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        boolean applied = false;
        String before = "";
        while (!applied) {
            assertThat(process().isAlive()).as(() -> "the stream lives" + state()).isTrue();
            String position = position(link);
            if (!position.equals(before)) {
                // Much was written while nobody applied; what counts is that it goes on.
                before = position;
                end = System.nanoTime() + DEADLINE.toNanos();
            }
            assertThat(System.nanoTime())
                    .as(() -> "deadline: the stream stands still" + state())
                    .isLessThan(end);
            String marker = "end " + System.nanoTime();
            try (Connection from = link.source().connect("test")) {
                Signals.marker(from, marker);
            }
            applied = isApplied(link, marker);
        }
    }

    private static String position(Link link) {
        try (Connection to = link.target().connect("test")) {
            return Positions.read(to, link.name()).map(row -> row.lsn().toString()).orElse("");
        } catch (SQLException e) {
            return "";
        }
    }

    /// Before the first copy there is no position to look at.
    private boolean isApplied(Link link, String marker) throws Exception {
        try {
            return Streams.awaitMarker(link, marker, Duration.ofSeconds(2));
        } catch (RuntimeException e) {
            process().waitFor(100, TimeUnit.MILLISECONDS);
            return false;
        }
    }

    private static void checkSum(TestDatabase database) throws SQLException {
        CrashTables.sum(database)
                .ifPresent(sum ->
                        assertThat(sum)
                                .as("sum of all balances, seen on either side")
                                .isEqualTo(CrashTables.ACCOUNTS * CrashTables.BALANCE));
    }

    private void areEqual() throws SQLException {
        for (String table : CrashTables.NAMES) {
            assertThat(CrashTables.rows(target, table))
                    .as(table)
                    .isEqualTo(CrashTables.rows(source, table));
        }
        checkSum(source);
        checkSum(target);
    }

    private static Database database(TestDatabase database) {
        return new Database(database.url(), database.username(), database.password());
    }
}
