package dev.banyan.cli.tour;

import dev.banyan.cli.CommandFailure;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.ProxySettings;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What the proxy counts, asked at its admin port. Safe for use by threads.
final class ProxyMetrics implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Pattern REQUESTS =
            Pattern.compile(
                    "^banyan_proxy_requests_seconds_count\\{.*module=\"([^\"]*)\".*side=\"([^\"]*)\".*\\} ([0-9.E]+)$");
    private static final Pattern HELD =
            Pattern.compile(
                    "^(banyan_proxy_held_requests|banyan_proxy_held_writes_total) ([0-9.E]+)$");

    /// @param requests of the module so far, by the side that answered
    /// @param heldNow writes that wait at this moment
    /// @param heldEver writes that have waited so far
    record Counts(Map<Side, Long> requests, long heldNow, long heldEver) {
        Counts {
            requests = Map.copyOf(requests);
        }

        long of(Side side) {
            return requests.getOrDefault(side, 0L);
        }
    }

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final URI address;
    private final String token;

    private ProxyMetrics(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    static ProxyMetrics of(BanyanSettings settings, Map<String, String> environment) {
        var proxy =
                settings.proxy()
                        .orElseThrow(() ->
                                CommandFailure.refused(
                                        "The configuration names no proxy.",
                                        "write 'proxy:' with 'listen:' into banyan.yaml."));
        var listen = proxy.admin().listen();
        return new ProxyMetrics(
                URI.create("http://%s:%d/metrics".formatted(listen.host(), listen.port())),
                token(proxy, environment));
    }

    private static String token(ProxySettings proxy, Map<String, String> environment) {
        var given = proxy.admin().token();
        return given.isPresent()
                ? given.get().reveal(environment)
                : read(proxy.state().resolve("admin-token"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "The proxy's token in '%s' cannot be read: %s".formatted(file, e),
                    "run this as the user that runs the proxy.");
        }
    }

    Counts of(String module) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(address)
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + token)
                        .build();
        try {
            return parse(module, client.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "The proxy does not answer at '%s': %s".formatted(address, e),
                    "see its log, or start everything with './banyan up'.");
        }
    }

    static Counts parse(String module, String metrics) {
        var requests = new EnumMap<Side, Long>(Side.class);
        long now = 0;
        long ever = 0;
        for (var line : metrics.lines().toList()) {
            var request = REQUESTS.matcher(line);
            if (request.matches() && request.group(1).equals(module)) {
                requests.merge(
                        Side.valueOf(request.group(2).toUpperCase(Locale.ROOT)),
                        number(request.group(3)),
                        Long::sum);
            }
            var held = HELD.matcher(line);
            if (held.matches()) {
                boolean total = held.group(1).endsWith("total");
                now = total ? now : number(held.group(2));
                ever = total ? number(held.group(2)) : ever;
            }
        }
        return new Counts(requests, now, ever);
    }

    private static long number(String text) {
        return (long) Double.parseDouble(text);
    }

    @Override
    public void close() {
        client.close();
    }
}
