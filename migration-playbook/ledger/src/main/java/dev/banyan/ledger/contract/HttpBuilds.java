package dev.banyan.ledger.contract;

import dev.banyan.ledger.config.Endpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks by HTTP, as Spring Boot's actuator answers: `banyan.build` at `/actuator/info`. Safe for
/// many threads.
public final class HttpBuilds implements RunningBuilds {

    private static final String PATH = "/actuator/info";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient http;

    public HttpBuilds() {
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LIMIT)
                        .build();
    }

    @Override
    public String at(Endpoint process) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(process + PATH)).timeout(LIMIT).build();
        try {
            return build(process, http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted.").initCause(e);
        }
    }

    private static String build(Endpoint process, HttpResponse<String> answer) throws IOException {
        try {
            var build =
                    answer.statusCode() == 200
                            ? JsonMapper.shared()
                                    .readTree(answer.body())
                                    .at("/banyan/build")
                                    .asString("")
                            : "";
            if (!build.isEmpty()) {
                return build;
            }
        } catch (JacksonException e) {
            throw new IOException(
                    "'%s%s' answers with something that is no JSON.".formatted(process, PATH), e);
        }
        throw new IOException(
                "'%s%s' answers with %d and does not say 'banyan.build'."
                        .formatted(process, PATH, answer.statusCode()));
    }
}
