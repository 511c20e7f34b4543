package dev.banyan.seam;

import static dev.banyan.seam.RunningApp.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.routing.Side;
import dev.banyan.seam.app.Naps;
import dev.banyan.seam.app.orders.Orders;
import dev.banyan.seam.app.orders.OrdersJob;
import dev.banyan.seam.app.stock.Stock.Answer;
import dev.banyan.seam.app.stock.Stock.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// What callers and the ledger see while a module moves to its service and back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchIT {

    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir private static Path state;
    private final TestDatabase database = PostgresServer.shared().createDatabase();
    private final TestService service = new TestService();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final MovingLedger ledger = new MovingLedger(database).withReadsSwitched();
    private RunningApp app;

    @BeforeAll
    void start() {
        app = RunningApp.on(database, state, service.address(), "banyan.seam.hold.time=60s");
        app.awaitVersion(ledger);
    }

    @AfterEach
    void goOn() {
        app.moments().gate.countDown();
        app.bean(Naps.class).busy = false;
        service.forget();
        if (ledger.extraction().owner() == Side.CANDIDATE) {
            ledger.switched();
        }
        app.awaitVersion(ledger);
    }

    @AfterAll
    void stop() {
        app.close();
        callers.close();
        ledger.close();
        service.close();
    }

    @Test
    void holdsWritesAndReleasesThemToTheNewOwnerInTheirOrderAndBack() throws Exception {
        assertThat(app.stock().reserve(new Wish("pen", 1)).by()).isEqualTo("local");
        ledger.begin();
        long held = ledger.hold(LONG);
        await().atMost(DEADLINE).until(() -> ledger.acknowledged() >= held);
        assertThat(app.bean(Naps.class).told.getLast()).isEqualTo("sleep stock");

        var answers = new ArrayList<Future<Answer>>();
        for (int number = 1; number <= 5; number++) {
            var wish = new Wish("pen-" + number, number);
            answers.add(callers.submit(() -> app.stock().reserve(wish)));
            int waiting = number;
            await().atMost(DEADLINE).until(() -> waitingWrites() == waiting);
        }
        assertThat(app.stock().levels(List.of("pen"))).extracting(Answer::by).containsOnly("local");
        ledger.pass();
        ledger.release();

        for (var answer : answers) {
            assertThat(answer.get(1, TimeUnit.MINUTES).by()).isEqualTo("service");
        }
        assertThat(service.asked()).hasSize(5);
        assertThat(app.moments().reserved).doesNotContain("pen-1", "pen-5");

        app.awaitVersion(ledger);
        ledger.begin();
        ledger.hold(LONG);
        ledger.pass();
        ledger.release();
        app.awaitVersion(ledger);
        assertThat(app.stock().reserve(new Wish("ink", 1)).by()).isEqualTo("local");
        assertThat(app.bean(Naps.class).told.getLast()).isEqualTo("wake stock");
    }

    @Test
    void acknowledgesNoHoldWhileAnOlderWriteIsInFlight() throws Exception {
        app.moments().stopHere();
        var slow = callers.submit(() -> app.stock().reserve(new Wish("slow", 1)));
        app.moments().awaitArrival();
        ledger.begin();

        long held = ledger.hold(LONG);

        await().atMost(DEADLINE)
                .until(() -> app.bean(Naps.class).told.getLast().equals("sleep stock"));
        assertThat(ledger.acknowledged()).isLessThan(held);
        app.moments().gate.countDown();
        assertThat(slow.get(1, TimeUnit.MINUTES).by()).isEqualTo("local");
        await().atMost(DEADLINE).until(() -> ledger.acknowledged() >= held);
        ledger.undo();
    }

    @Test
    void acknowledgesNoHoldWhileListenersWork() {
        app.bean(Naps.class).busy = true;
        ledger.begin();

        long held = ledger.hold(LONG);

        app.awaitHolding();
        var probe = callers.submit(() -> app.stock().reserve(new Wish("pen", 1)));
        await().atMost(DEADLINE).until(() -> waitingWrites() == 1);
        assertThat(ledger.acknowledged()).isLessThan(held);
        app.bean(Naps.class).busy = false;
        await().atMost(DEADLINE).until(() -> ledger.acknowledged() >= held);
        ledger.undo();
        assertThat(probe).succeedsWithin(DEADLINE).extracting(Answer::by).isEqualTo("local");
    }

    @Test
    void holdsNoWriteThatBelongsToOneThatWasLetThrough() throws Exception {
        app.moments().stopHere();
        var pair = callers.submit(() -> app.stock().pair(new Wish("pen", 1)));
        app.moments().awaitArrival();
        ledger.begin();
        ledger.hold(LONG);
        app.awaitHolding();
        var other = callers.submit(() -> app.stock().reserve(new Wish("ink", 1)));
        await().atMost(DEADLINE).until(() -> waitingWrites() == 1);

        app.moments().gate.countDown();

        assertThat(pair.get(1, TimeUnit.MINUTES)).isEqualTo(new Answer("local", "pen", 2));
        assertThat(other).isNotDone();
        ledger.undo();
        assertThat(other.get(1, TimeUnit.MINUTES).by()).isEqualTo("local");
    }

    @Test
    void holdsNoCallInATransactionThatHasWrittenTheModule() {
        ledger.sql(
                "INSERT INTO banyan.fence VALUES ('stock', 41, true, 0, null) ON CONFLICT DO NOTHING");
        ledger.begin();
        long held = ledger.hold(LONG);
        await().atMost(DEADLINE).until(() -> ledger.acknowledged() >= held);

        var answer =
                app.bean(TransactionTemplate.class)
                        .execute(status -> {
                            app.bean(JdbcTemplate.class)
                                    .execute("SELECT pg_advisory_xact_lock_shared(1650552441, 41)");
                            return app.stock().reserve(new Wish("pen", 1));
                        });

        assertThat(answer).isEqualTo(new Answer("local", "pen", 1));
        ledger.undo();
    }

    @Test
    void letsWritesGoByItselfWhenAHoldHasEnded() throws Exception {
        ledger.begin();
        ledger.hold(Duration.ofSeconds(5));
        await().atMost(DEADLINE)
                .until(() -> ledger.acknowledged() == ledger.extraction().version());
        var patience = Patience.of(Duration.ofSeconds(4));

        var answer =
                callers.submit(
                        () -> patience.during(() -> app.stock().reserve(new Wish("pen", 1))));

        assertThat(patience.await(answer).by()).isEqualTo("local");
        ledger.undo();
    }

    @Test
    void letsJobsRunOnlyWhereTheModuleIs() {
        await().atMost(DEADLINE).until(() -> app.moments().jobs.get() > 0);

        ledger.switched();
        app.awaitVersion(ledger);
        int before = app.moments().jobs.get();
        int others = app.bean(OrdersJob.class).runs();
        await().atMost(DEADLINE).until(() -> app.bean(OrdersJob.class).runs() > others + 10);

        assertThat(app.moments().jobs.get()).isEqualTo(before);
        ledger.switched();
        await().atMost(DEADLINE).until(() -> app.moments().jobs.get() > before);
    }

    @Test
    void asksTheOwnerAgainWhenTheOwnFenceHasRefused() {
        assertThatThrownBy(() -> app.stock().reserve(new Wish("fenced", 1)))
                .hasMessageContaining("fenced");

        ledger.switched();

        await().atMost(DEADLINE)
                .ignoreExceptions()
                .until(() -> app.stock().reserve(new Wish("fenced", 1)).by().equals("service"));
    }

    @Test
    void reportsCallsInsideSomebodyElsesTransaction() {
        assertThat(app.bean(Orders.class).insideOfATransaction().by()).isEqualTo("local");
        assertThat(app.bean(Orders.class).insideOfATransaction().by()).isEqualTo("local");
    }

    private int waitingWrites() {
        return app.waitingWrites();
    }
}
