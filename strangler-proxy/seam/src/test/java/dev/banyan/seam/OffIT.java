package dev.banyan.seam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.seam.app.stock.Stock.Wish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// An application that has the starter, and no ledger.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OffIT {

    private RunningApp app;

    @BeforeAll
    void start() {
        app =
                RunningApp.plain(
                        PostgresServer.shared().createDatabase(),
                        "banyan.seam.internal.token=" + TestService.TOKEN);
    }

    @AfterAll
    void stop() {
        app.close();
    }

    @Test
    void hasNoSeamAndNoThreadOfIt() {
        assertThat(app.stock().reserve(new Wish("pen", 1)).by()).isEqualTo("local");

        assertThat(app.context().getBeanDefinitionNames()).noneMatch("seamInterceptor"::equals);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("seam-") || name.startsWith("ledger-"));
    }

    @Test
    void servesItsPublishedInterfacesToWhoShowsTheToken() {
        var answer =
                app.send(
                        "POST",
                        "/internal/stock/reservations",
                        "{\"product\":\"pen\",\"quantity\":2}",
                        "Authorization",
                        "Bearer " + TestService.TOKEN);
        var read =
                app.send(
                        "GET",
                        "/internal/stock/pen",
                        "",
                        "Authorization",
                        "Bearer " + TestService.TOKEN);
        var bad =
                app.send(
                        "POST",
                        "/internal/stock/reservations",
                        "{\"product\":\"pen\",\"quantity\":0}",
                        "Authorization",
                        "Bearer " + TestService.TOKEN);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"by\":\"local\",\"product\":\"pen\",\"quantity\":2}");
        assertThat(read.body()).isEqualTo("{\"by\":\"local\",\"product\":\"pen\",\"quantity\":1}");
        assertThat(bad.statusCode()).isEqualTo(400);
    }

    @Test
    void tellsWhatTheFenceRefusedSoThatItCanBeSentAgain() {
        var refused = app.send("POST", "/api/stock/refused", "");
        var late = app.send("POST", "/api/stock/refused-late", "");
        var keyed = app.send("POST", "/api/stock/refused-late", "", "Idempotency-Key", "k1");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Banyan-Fenced")).hasValue("stock 7");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.body()).contains("urn:banyan:fenced");
        assertThat(late.statusCode()).isEqualTo(500);
        assertThat(late.headers().firstValue("Banyan-Fenced")).isEmpty();
        assertThat(keyed.headers().firstValue("Banyan-Fenced")).hasValue("stock 7");
    }
}
