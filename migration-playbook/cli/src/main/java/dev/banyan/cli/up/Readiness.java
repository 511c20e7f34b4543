package dev.banyan.cli.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Asks a component whether it is ready.
final class Readiness implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();

    boolean isReady(URI address) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
