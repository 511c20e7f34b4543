package dev.banyan.replication.relay;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Posts CloudEvents in binary mode. For all threads.
public final class HttpDestination implements Destination {

    private static final int SHOWN = 200;
    private static final String NOBODY = "urn:banyan:no-consumer";
    private static final String FENCED = "Banyan-Fenced";

    private final HttpClient client;
    private final URI endpoint;
    private final String token;
    private final Duration timeout;

    /// @param token bearer token; empty for none
    /// @param timeout from the request to the end of its answer
    public HttpDestination(HttpClient client, URI endpoint, String token, Duration timeout) {
        this.client = client;
        this.endpoint = endpoint;
        this.token = token;
        this.timeout = timeout;
    }

    @Override
    public Answer deliver(RelayedEvent event) throws InterruptedException {
        try {
            return answer(client.send(request(event), BodyHandlers.ofString()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Answer.Unreachable("%s cannot be reached".formatted(endpoint));
        } catch (IOException e) {
            return new Answer.Unanswered("%s gave no answer: %s".formatted(endpoint, e));
        }
    }

    private HttpRequest request(RelayedEvent event) {
        var request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(timeout)
                        .header("Content-Type", event.contentType())
                        .POST(BodyPublishers.ofString(event.data()));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
            request.header("ce-" + attribute.getKey(), encoded(attribute.getValue()));
        }
        return request.build();
    }

    /// As the HTTP binding of CloudEvents says: all but printable ASCII, and `"`, `%` and blanks.
    private static String encoded(String value) {
        var text = new StringBuilder();
        for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = one > ' ' && one < 0x7F && one != '"' && one != '%';
            text.append(plain ? String.valueOf((char) one) : "%%%02X".formatted(one & 0xFF));
        }
        return text.toString();
    }

    private Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        String told = "%s answered %d %s".formatted(endpoint, status, shown(response.body()));
        return switch (status) {
            case 200, 201, 202, 204 -> new Answer.Delivered();
            case 404 ->
                    response.body().contains(NOBODY)
                            ? new Answer.Delivered()
                            : new Answer.Unreachable(told);
            case 503 ->
                    response.headers().firstValue(FENCED).isPresent()
                            ? new Answer.Fenced()
                            : new Answer.Unreachable(told);
            // The address or the token is wrong, or somebody on the way has no connection.
            case 301, 302, 303, 307, 308, 401, 403, 405, 408, 429, 502, 504 ->
                    new Answer.Unreachable(told);
            default -> new Answer.Refused(told);
        };
    }

    private static String shown(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
