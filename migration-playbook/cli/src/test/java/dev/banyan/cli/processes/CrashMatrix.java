package dev.banyan.cli.processes;

import static dev.banyan.cli.processes.LendingInstallation.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.processes.CrashCase.Victim;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// Cuts a switch off at one place after the other, under load, and looks at what is left.
final class CrashMatrix implements AutoCloseable {
    private static final int BORROWERS = 4;
    private static final Duration PACE = Duration.ofMillis(50);

    private final PostgresServer sourceServer;
    private final PostgresServer targetServer;
    private final LendingInstallation installation;
    private final Path folder;
    private final long seed;
    private int number;

    CrashMatrix(Path folder, long seed) throws Exception {
        this.folder = folder;
        this.seed = seed;
        this.sourceServer = PostgresServer.start(Map.of());
        this.targetServer = PostgresServer.start(Map.of());
        this.installation =
                new LendingInstallation(
                        sourceServer, targetServer, folder, LendingInstallation.BridgeKind.PAUSING);
        installation.plan();
        installation.done("create");
        installation.done("diff");
        installation.eventually("switch", "--reads", "100");
    }

    /// Runs one case to its end, and requires all that must be true then.
    CrashResult run(CrashCase cut) throws Exception {
        bringTo(cut.reverse() ? "service" : "monolith");
        var name = "case" + ++number;
        var stop = Files.writeString(folder.resolve("stop-at-" + cut.step().word), name);
        var reached = folder.resolve("reached-" + cut.step().word);
        var borrowers = new Borrowers(name, installation.proxyPort, BORROWERS, PACE, seed);
        long begun;
        try (var fences = new BothFences(installation)) {
            try (borrowers) {
                borrowers.awaitAnswers(20);
                var verb = reaching(cut, reached);
                begun = System.nanoTime();
                strike(cut, stop, verb);
                Eventually.await(cut + ": its end", this::isWhole);
                long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
                verb.ended();
                borrowers.awaitAnswers(20);
                borrowers.close();
                return judged(cut, borrowers, fences, millis);
            }
        } finally {
            Files.deleteIfExists(stop);
            Files.deleteIfExists(reached);
        }
    }

    /// A verb that has come to the step. One that a machine under load has refused or undone before
    /// is asked for again.
    private Verb reaching(CrashCase cut, Path reached) {
        var verb = new AtomicReference<>(begin(cut));
        Eventually.await(
                cut + ": its step",
                () -> {
                    if (!Files.exists(reached) && verb.get().isOver()) {
                        bringTo(cut.reverse() ? "service" : "monolith");
                        verb.set(begin(cut));
                    }
                    return Files.exists(reached);
                });
        return verb.get();
    }

    /// A verb that was typed, here or in a process of its own.
    private interface Verb {
        boolean isOver();

        void ended() throws Exception;

        default void kill() throws Exception {
            throw new IllegalStateException("It is no process.");
        }
    }

    private Verb begin(CrashCase cut) {
        var words =
                cut.reverse()
                        ? List.of("reverse", installation.module)
                        : List.of("switch", installation.module, "--writes");
        if (cut.victim() != Victim.COMMAND_LINE) {
            var typed =
                    CompletableFuture.supplyAsync(
                            () -> installation.typed(words.toArray(String[]::new)));
            return new Verb() {
                @Override
                public boolean isOver() {
                    return typed.isDone();
                }

                @Override
                public void ended() {
                    typed.join();
                }
            };
        }
        var process = installation.commandLine(words.toArray(String[]::new));
        return new Verb() {
            @Override
            public boolean isOver() {
                return !process.isAlive();
            }

            @Override
            public void ended() throws Exception {
                process.awaitEnd();
            }

            @Override
            public void kill() throws Exception {
                process.kill();
            }
        };
    }

    private void strike(CrashCase cut, Path stop, Verb verb) throws Exception {
        switch (cut.victim()) {
            case COMMAND_LINE -> {
                verb.kill();
                Files.delete(stop);
            }
            case BRIDGE -> {
                if (cut.stalled()) {
                    stall(cut, stop);
                } else {
                    restart(installation.bridge, stop);
                }
            }
            case PROXY -> restart(installation.proxy, stop);
            case CONTROL -> restart(installation.control, stop);
            case CANDIDATE -> restart(installation.candidate, stop);
            case SOURCE_DATABASE -> restart(sourceServer, stop);
            case TARGET_DATABASE -> restart(targetServer, stop);
        }
    }

    private static void restart(LivingProcess process, Path stop)
            throws InterruptedException, IOException {
        process.kill();
        Files.delete(stop);
        process.start();
    }

    private static void restart(PostgresServer server, Path stop) throws IOException {
        server.kill();
        Files.delete(stop);
        server.restart();
    }

    /// Another bridge ends the attempt; then the first one wakes up in the middle of its step.
    private void stall(CrashCase cut, Path stop) throws Exception {
        long before = timesLate();
        installation.bridge.stall();
        Files.delete(stop);
        try (var standby = installation.standby()) {
            Eventually.await(cut + ": the end by another bridge", this::isSettled);
            var ended = epochs();
            installation.bridge.wake();
            Eventually.await(cut + ": the first bridge comes too late", () -> timesLate() > before);
            assertThat(epochs()).as(cut + ": what a late holder left").isEqualTo(ended);
            standby.kill();
        }
    }

    /// How often the bridge has found, in all its lives, that its attempt is another's by now.
    private long timesLate() {
        return installation.bridge.said().lines().filter(l -> l.contains("has lost")).count();
    }

    private List<String> epochs() throws SQLException {
        var rows = new ArrayList<String>();
        for (var database : List.of(installation.source, installation.target)) {
            rows.addAll(
                    texts(
                            database,
                            "SELECT here || ' ' || epoch FROM banyan.fence ORDER BY module"));
        }
        return rows;
    }

    /// Nobody works on an attempt, and one side alone is open: the owner.
    private boolean isSettled() throws SQLException {
        return texts(
                                installation.source,
                                "SELECT state FROM banyan.attempt WHERE state IN ('OPEN', 'PASSED', 'UNDOING')")
                        .isEmpty()
                && open(installation.source) == owner().equals("monolith")
                && open(installation.target) == owner().equals("service");
    }

    /// Settled, and everything runs again.
    private boolean isWhole() throws Exception {
        return isSettled()
                && installation.status(installation.controlPort) == 200
                && installation.status(installation.candidatePort) == 200
                && installation.status(installation.proxyPort) == 200
                && texts(
                                installation.source,
                                "SELECT id::text FROM banyan.request WHERE outcome IS NULL")
                        .isEmpty();
    }

    private boolean open(TestDatabase database) throws SQLException {
        return !texts(
                        database,
                        "SELECT module FROM banyan.fence WHERE here AND module = '%s'"
                                .formatted(installation.module))
                .isEmpty();
    }

    private String owner() throws SQLException {
        var owner = texts(installation.source, "SELECT owner FROM banyan.extraction").getFirst();
        return owner.equals("CONTROL") ? "monolith" : "service";
    }

    private void bringTo(String owner) {
        Eventually.await(
                "the %s as owner".formatted(owner), () -> owner().equals(owner) || moved(owner));
        Eventually.await("a clean diff", () -> installation.about("diff").exitCode() == 0);
        Eventually.await("a switch that may begin", () -> mayBegin(owner));
        Eventually.await("a proxy that trusts both again", installation::isTrusted);
    }

    private boolean moved(String owner) {
        installation.about("diff");
        installation.about("switch", "--reads", "100");
        var moved =
                owner.equals("service")
                        ? installation.about("switch", "--writes")
                        : installation.about("reverse");
        return moved.exitCode() == 0;
    }

    /// Where the service failed for a while, its reads have been put back.
    private boolean mayBegin(String owner) {
        if (owner.equals("monolith")) {
            installation.about("switch", "--reads", "100");
        }
        var dry =
                owner.equals("monolith")
                        ? installation.about("switch", "--writes", "--dry-run")
                        : installation.about("reverse", "--dry-run");
        return dry.exitCode() == 0;
    }

    private CrashResult judged(CrashCase cut, Borrowers borrowers, BothFences fences, long millis)
            throws SQLException {
        assertThat(fences.seen()).as(cut + ": both sides open").isEmpty();
        assertThat(borrowers.missed).as(cut + ": own writes that a page did not show").isEmpty();
        if (cut.victim() == Victim.COMMAND_LINE || cut.stalled()) {
            assertThat(borrowers.failures).as(cut + ": failed requests").isEmpty();
        }
        boolean home = owner().equals("monolith");
        var owner = home ? installation.source : installation.target;
        var other = home ? installation.target : installation.source;
        accountFor(cut, borrowers, owner);
        var loans = loans(owner);
        Eventually.await(cut + ": both sides alike", () -> loans.equals(loans(other)));
        return new CrashResult(
                cut,
                owner(),
                millis,
                borrowers.answers(),
                borrowers.failures.size(),
                borrowers.unknown.size());
    }

    /// Every acknowledged write is there once, and what is there beyond them was asked for.
    private void accountFor(CrashCase cut, Borrowers borrowers, TestDatabase owner)
            throws SQLException {
        var unknown = new HashSet<>(borrowers.unknown);
        var lent = new HashSet<String>();
        var found = new HashSet<Long>();
        for (var loan : loans(owner)) {
            var id = Long.parseLong(loan.substring(0, loan.indexOf(' ')));
            var remark = loan.substring(loan.indexOf(' ') + 1);
            if (!remark.startsWith("case%d-".formatted(number))) {
                continue;
            }
            assertThat(lent.add(remark.replace("-again", "")))
                    .as("%s: '%s' twice", cut, loan)
                    .isTrue();
            found.add(id);
            assertThat(remark.equals(borrowers.remarks.get(id)) || unknown.contains(remark))
                    .as("%s: '%s', acknowledged was '%s'", cut, loan, borrowers.remarks.get(id))
                    .isTrue();
        }
        assertThat(found).as(cut + ": acknowledged loans").containsAll(borrowers.remarks.keySet());
    }

    private static List<String> loans(TestDatabase database) throws SQLException {
        return texts(database, "SELECT id || ' ' || remark FROM loan ORDER BY id");
    }

    String log() {
        return installation.bridge.said();
    }

    @Override
    public void close() {
        installation.close();
        sourceServer.close();
        targetServer.close();
    }
}
