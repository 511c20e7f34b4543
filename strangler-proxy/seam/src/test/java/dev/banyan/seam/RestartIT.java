package dev.banyan.seam;

import static dev.banyan.seam.RunningApp.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.seam.app.stock.Stock.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an application knows at its start, and what it is told.
class RestartIT {

    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir private Path state;
    private final TestDatabase database = PostgresServer.shared().createDatabase();
    private final TestService service = new TestService();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final MovingLedger ledger = new MovingLedger(database).withReadsSwitched();
    private @Nullable RunningApp running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
        callers.close();
        ledger.close();
        service.close();
    }

    @Test
    void refusesWritesBeyondTheBoundOfAHold() {
        var app =
                started(
                        RunningApp.on(
                                database, state, service.address(), "banyan.seam.hold.calls=1"));
        ledger.begin();
        long held = ledger.hold(LONG);
        await().atMost(DEADLINE).until(() -> ledger.acknowledged() >= held);
        var first = callers.submit(() -> app.stock().reserve(new Wish("pen", 1)));
        await().atMost(DEADLINE).until(() -> app.waitingWrites() == 1);

        assertThatThrownBy(() -> app.stock().reserve(new Wish("ink", 1)))
                .isInstanceOf(ModuleUnavailableException.class)
                .hasMessageContaining("1 wait already, which is the limit");

        ledger.undo();
        assertThat(first).succeedsWithin(DEADLINE);
    }

    @Test
    void startsWithTheLastKnownStateWhileTheLedgerIsAway() {
        ledger.switched();
        var before = started(RunningApp.on(database, state, service.address()));
        before.awaitVersion(ledger);
        before.close();

        var app =
                started(
                        RunningApp.plain(
                                database,
                                "banyan.seam.ledger.url=jdbc:postgresql://127.0.0.1:1/nobody",
                                "banyan.seam.process=app",
                                "banyan.seam.start-limit=200ms",
                                "banyan.seam.state-directory=" + state,
                                "banyan.seam.modules.stock.candidate-url=" + service.address()));

        assertThat(app.stock().reserve(new Wish("pen", 1)).by()).isEqualTo("service");
    }

    @Test
    void findsTheServiceWhereTheLedgerSaysAlsoWhenTheLedgerIsAway() {
        ledger.withCandidate(service.address()).withReadsSwitched().switched();
        var before =
                started(
                        RunningApp.plain(
                                database,
                                "banyan.seam.ledger.own-database=true",
                                "banyan.seam.process=app",
                                "banyan.seam.state-directory=" + state));
        await().atMost(DEADLINE)
                .ignoreExceptions()
                .until(() -> before.stock().reserve(new Wish("pen", 1)).by().equals("service"));
        before.close();

        var app =
                started(
                        RunningApp.plain(
                                database,
                                "banyan.seam.ledger.url=jdbc:postgresql://127.0.0.1:1/nobody",
                                "banyan.seam.process=app",
                                "banyan.seam.start-limit=200ms",
                                "banyan.seam.state-directory=" + state));

        assertThat(app.stock().reserve(new Wish("pen", 1)).by()).isEqualTo("service");
    }

    private RunningApp started(RunningApp app) {
        running = app;
        return app;
    }
}
