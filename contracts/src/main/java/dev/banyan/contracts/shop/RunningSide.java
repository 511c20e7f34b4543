package dev.banyan.contracts.shop;

import dev.banyan.contracts.spi.HttpAnswer;
import dev.banyan.contracts.spi.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A process that answers by HTTP. Safe for use by many threads.
///
/// @param address where it listens, without a path
/// @param token what internal calls must show; it stands in for the one that a pact has
public record RunningSide(URI address, String token) {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// What the client sets by itself.
    private static final Set<String> OWN = Set.of("host", "content-length", "connection");

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();

    /// Sends a request, with the token of this process where the request has one.
    public HttpAnswer send(HttpCall call) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address.resolve(call.target()))
                        .timeout(TIMEOUT)
                        .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()));
        call.headers()
                .forEach((name, values) -> {
                    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, own(name, value)));
                    }
                });
        var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new HttpAnswer(response.statusCode(), response.headers().map(), response.body());
    }

    HttpAnswer get(String path) throws IOException, InterruptedException {
        return send(new HttpCall("GET", path, Map.of(), ""));
    }

    /// Sends JSON and wants it to be taken.
    HttpAnswer accepted(String method, String path, String body)
            throws IOException, InterruptedException {
        var headers =
                Map.of(
                        "Content-Type", List.of("application/json"),
                        "Authorization", List.of("Bearer " + token));
        var answer = send(new HttpCall(method, path, headers, body));
        if (answer.status() >= 300) {
            throw new IOException(
                    "'%s %s' was answered with %d: %s"
                            .formatted(method, path, answer.status(), text(answer)));
        }
        return answer;
    }

    static String text(HttpAnswer answer) {
        return answer.body().lines().collect(Collectors.joining(" "));
    }

    private String own(String name, String value) {
        return name.equalsIgnoreCase("Authorization") ? "Bearer " + token : value;
    }
}
