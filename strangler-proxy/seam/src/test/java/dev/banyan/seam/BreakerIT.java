package dev.banyan.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.seam.ModuleUnavailableException.Reason;
import dev.banyan.seam.TestService.Answer;
import dev.banyan.seam.app.stock.Stock.Wish;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that fails, or is not there.
class BreakerIT {

    @TempDir private Path state;

    @Test
    void asksAServiceThatFailsNoMore() {
        var database = PostgresServer.shared().createDatabase();
        try (var service = new TestService();
                var ledger = new MovingLedger(database).withReadsSwitched().switched();
                var app =
                        RunningApp.on(
                                database,
                                state,
                                service.address(),
                                "banyan.seam.call.tries=1",
                                "banyan.seam.breaker.open=1h")) {
            service.next(
                    IntStream.range(0, 100)
                            .mapToObj(number -> Answer.problem(500, ""))
                            .toArray(Answer[]::new));

            var reasons = IntStream.range(0, 12).mapToObj(number -> reason(app)).toList();

            assertThat(reasons.subList(0, 10)).containsOnly(Reason.FAILED);
            assertThat(reasons.subList(10, 12)).containsOnly(Reason.BREAKER_OPEN);
            assertThat(service.asked()).hasSize(10);
            assertThat(ledger.extraction().owner()).isNotNull();
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        var database = PostgresServer.shared().createDatabase();
        try (var ledger = new MovingLedger(database).withReadsSwitched().switched();
                var app =
                        RunningApp.on(
                                database,
                                state,
                                URI.create("http://127.0.0.1:1"),
                                "banyan.seam.call.backoff=1ms")) {
            assertThat(ledger.extraction().owner()).isNotNull();
            assertThat(reason(app)).isEqualTo(Reason.FAILED);
        }
    }

    private static Reason reason(RunningApp app) {
        return catchThrowableOfType(
                        ModuleUnavailableException.class,
                        () -> app.stock().reserve(new Wish("pen", 1)))
                .reason();
    }
}
