package dev.banyan.seam;

import static org.awaitility.Awaitility.await;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.seam.app.App;
import dev.banyan.seam.app.stock.Moments;
import dev.banyan.seam.app.stock.Stock;
import dev.banyan.seam.internal.WaitingWrites;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The small application, running.
final class RunningApp implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningApp(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// With the ledger in its own database.
    static RunningApp on(TestDatabase database, Path state, URI service, String... more) {
        var properties =
                new ArrayList<>(
                        List.of(
                                "banyan.seam.ledger.own-database=true",
                                "banyan.seam.process=app",
                                "banyan.seam.state-directory=" + state,
                                "banyan.seam.internal.token=" + TestService.TOKEN,
                                "banyan.seam.modules.stock.candidate-url=" + service));
        properties.addAll(List.of(more));
        return plain(database, properties.toArray(String[]::new));
    }

    /// Without a seam, unless the properties say otherwise.
    static RunningApp plain(TestDatabase database, String... properties) {
        return new RunningApp(
                new SpringApplicationBuilder(App.class)
                        .properties(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                "spring.main.banner-mode=off",
                                "spring.datasource.url=" + database.url(),
                                "spring.datasource.username=" + database.username(),
                                "spring.datasource.password=" + database.password())
                        .properties(properties)
                        .run());
    }

    Stock stock() {
        return context.getBean(Stock.class);
    }

    Moments moments() {
        return context.getBean(Moments.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /// Waits until the table of a version counts.
    void awaitVersion(MovingLedger ledger) {
        long version = ledger.extraction().version();
        await().atMost(DEADLINE).until(() -> ledger.acknowledged() >= version);
    }

    /// Waits until this process knows that writes are held.
    void awaitHolding() {
        var flags = bean(FeatureProvider.class);
        await().atMost(DEADLINE)
                .until(() ->
                        flags.getBooleanEvaluation("stock.holding", false, new ImmutableContext())
                                .getValue());
    }

    int waitingWrites() {
        return bean(WaitingWrites.class).of("stock");
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(DEADLINE)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
