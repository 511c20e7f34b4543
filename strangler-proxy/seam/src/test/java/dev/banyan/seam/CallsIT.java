package dev.banyan.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.seam.TestService.Answer;
import dev.banyan.seam.app.orders.Orders;
import dev.banyan.seam.app.stock.OutOfStockException;
import dev.banyan.seam.app.stock.Stock;
import dev.banyan.seam.app.stock.Stock.Wish;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.validation.ConstraintViolationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/// Calls of a module that a service owns.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsIT {

    @TempDir private static Path state;
    private final TestService service = new TestService();
    private RunningApp app;
    private MovingLedger ledger;
    private Stock stock;

    @BeforeAll
    void start() {
        var database = PostgresServer.shared().createDatabase();
        ledger = new MovingLedger(database).withReadsSwitched().switched();
        app =
                RunningApp.on(
                        database,
                        state,
                        service.address(),
                        "banyan.seam.foreign-transactions=refuse",
                        "banyan.seam.call.retry-percent=100",
                        "banyan.seam.call.backoff=2ms",
                        "banyan.seam.breaker.minimum-calls=100",
                        "banyan.seam.breaker.slow-after=1h",
                        "banyan.seam.call.timeout=30s",
                        "banyan.seam.call.total=60s");
        stock = app.stock();
    }

    @AfterAll
    void stop() {
        app.close();
        ledger.close();
        service.close();
    }

    @BeforeEach
    void forget() {
        service.forget();
    }

    @Test
    void goToTheServiceWithTokenKeyTableAndDeadline() {
        var answer = stock.reserve(new Wish("pen", 1));

        assertThat(answer.by()).isEqualTo("service");
        var asked = service.asked().getFirst();
        assertThat(asked.method() + " " + asked.path())
                .isEqualTo("POST /internal/stock/reservations");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer " + TestService.TOKEN);
        assertThat(asked.header("Idempotency-Key")).hasSize(36);
        assertThat(asked.header("Banyan-Table"))
                .isEqualTo("stock " + ledger.extraction().version());
        assertThat(Long.parseLong(String.valueOf(asked.header("Banyan-Deadline"))))
                .isBetween(1L, 60_000L);
        assertThat(asked.body()).contains("\"pen\"");
    }

    @Test
    void readWithoutAKey() {
        var levels = stock.levels(List.of("pen"));

        assertThat(levels).extracting(Stock.Answer::by).containsExactly("service");
        assertThat(service.asked().getFirst().header("Idempotency-Key")).isNull();
        assertThat(service.asked().getFirst().header("Banyan-Table")).isNull();
    }

    @Test
    void waitNoLongerThanThePatienceOfTheirCaller() throws Exception {
        var patience = Patience.of(Duration.ofSeconds(7));

        patience.during(() -> stock.reserve(new Wish("pen", 1)));

        assertThat(
                        Long.parseLong(
                                String.valueOf(
                                        service.asked().getFirst().header("Banyan-Deadline"))))
                .isBetween(1L, 7_000L);
    }

    @Test
    void carryTheTraceOfTheirRequestAndTellThatTheOtherSideWrote() {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var answer = app.send("POST", "/api/orders", "", "traceparent", trace);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Banyan-Wrote")).hasValue("stock");
        assertThat(String.valueOf(service.asked().getFirst().header("traceparent")))
                .contains("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void areRepeatedWithTheSameKeyWhenTheServiceFails() {
        service.next(Answer.problem(500, ""), Answer.problem(502, ""));

        assertThat(stock.reserve(new Wish("pen", 1)).by()).isEqualTo("service");

        assertThat(service.asked()).hasSize(3);
        assertThat(service.asked())
                .extracting(asked -> asked.header("Idempotency-Key"))
                .containsOnly(service.asked().getFirst().header("Idempotency-Key"));
    }

    @Test
    void failAfterThreeTries() {
        service.next(Answer.problem(500, ""), Answer.problem(500, ""), Answer.problem(500, ""));

        var failure =
                catchThrowableOfType(
                        ModuleUnavailableException.class, () -> stock.reserve(new Wish("pen", 1)));

        assertThat(failure.reason()).isEqualTo(ModuleUnavailableException.Reason.FAILED);
        assertThat(failure.getBody().getDetail())
                .isEqualTo(
                        "Module 'stock' cannot be asked now: its service answered 500 INTERNAL_SERVER_ERROR.");
        assertThat(service.asked()).hasSize(3);
    }

    @Test
    void areNotRepeatedWhenTheServiceRefusesThem() {
        service.next(Answer.problem(409, "{\"type\":\"urn:taken\",\"detail\":\"Taken.\"}"));

        var refusal =
                catchThrowableOfType(
                        ErrorResponseException.class, () -> stock.reserve(new Wish("pen", 1)));

        assertThat(refusal.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(refusal.getBody().getType()).hasToString("urn:taken");
        assertThat(refusal.getBody().getDetail()).isEqualTo("Taken.");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void throwTheExceptionThatTheModuleThrows() {
        service.next(Answer.problem(422, "{\"type\":\"urn:app:sold-out\",\"detail\":\"None.\"}"));

        assertThatThrownBy(() -> stock.reserve(new Wish("pen", 1)))
                .isInstanceOf(OutOfStockException.class)
                .hasMessage("None.");
    }

    @Test
    void areCheckedBeforeTheyLeave() {
        assertThatThrownBy(() -> stock.reserve(new Wish("pen", -1)))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("reserve.wish.quantity");
        assertThatThrownBy(() -> stock.levels(List.of()))
                .isInstanceOf(ConstraintViolationException.class);

        assertThat(service.asked()).isEmpty();
    }

    @Test
    void returnNothingForNothing() {
        service.next(new Answer(200, "application/json", "", null));

        assertThat(stock.level("nothing")).isNull();
    }

    @Test
    void areSentOnceMoreWhenAFenceRefusesThem() {
        service.next(Answer.fencedOff());

        assertThat(stock.reserve(new Wish("pen", 1)).by()).isEqualTo("service");
        assertThat(service.asked()).hasSize(2);
    }

    @Test
    void sayThatTheyWereFencedWhenItHappensAgain() {
        service.next(Answer.fencedOff(), Answer.fencedOff());

        var fenced =
                catchThrowableOfType(
                        ModuleFencedException.class, () -> stock.reserve(new Wish("pen", 1)));

        assertThat(fenced.moduleAndEpoch()).isEqualTo("stock 3");
        assertThat(service.asked()).hasSize(2);
    }

    @Test
    void areRefusedInsideSomebodyElsesTransaction() {
        assertThatThrownBy(() -> app.bean(Orders.class).insideOfATransaction())
                .isInstanceOf(ForeignTransactionException.class)
                .hasMessageContaining("'Stock.reserve' of module 'stock'")
                .hasMessageContaining("Orders.insideOfATransaction")
                .hasMessageContaining("tell the module by an event");

        assertThat(service.asked()).isEmpty();
    }

    @Test
    void areSeenAsFlags() throws Exception {
        var api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait("seam-test", app.bean(FeatureProvider.class));
        var flags = api.getClient("seam-test");

        assertThat(flags.getStringValue("stock.owner", "?")).isEqualTo("candidate");
        assertThat(flags.getStringValue("stock.phase", "?")).isEqualTo("writes_switched");
        assertThat(flags.getBooleanValue("stock.extracted", false)).isTrue();
        assertThat(flags.getBooleanValue("stock.holding", true)).isFalse();
        assertThat(flags.getIntegerValue("stock.reads", -1)).isEqualTo(100);
        assertThat(flags.getBooleanValue("unheard.extracted", true)).isTrue();
    }

    @Test
    void ofOthersAreAnsweredAsFencedWhereTheModuleSleeps() {
        var write = app.send("POST", "/api/stock/pen", "");
        var read = app.send("GET", "/api/stock/pen", "");
        var call =
                app.send(
                        "POST",
                        "/internal/stock/reservations",
                        "{\"product\":\"pen\",\"quantity\":1}",
                        "Authorization",
                        "Bearer " + TestService.TOKEN);

        assertThat(write.statusCode()).isEqualTo(503);
        assertThat(write.headers().firstValue("Banyan-Fenced")).hasValue("stock 1");
        assertThat(write.body()).contains("urn:banyan:fenced");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(call.statusCode()).isEqualTo(503);
        assertThat(call.headers().firstValue("Banyan-Fenced")).hasValue("stock 1");
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void ofOthersNeedTheToken() {
        for (var path : List.of("/internal/stock/pen", "/internal;x=1/stock/pen")) {
            assertThat(app.send("GET", path, "").statusCode()).as(path).isEqualTo(401);
        }
        assertThat(
                        app.send("GET", "/internal/stock/pen", "", "Authorization", "Bearer no")
                                .statusCode())
                .isEqualTo(401);
    }
}
