package dev.banyan.ledger.contract;

import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.ContractSettings.BrokerSettings;
import dev.banyan.ledger.config.Endpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a Pact Broker whether the builds that run keep the newest pact of each of their consumers:
/// its matrix, as `can-i-deploy` of the Pact CLI reads it.
final class BrokerGate {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String module;
    private final BrokerSettings broker;
    private final Map<String, String> environment;

    BrokerGate(String module, BrokerSettings broker, Map<String, String> environment) {
        this.module = module;
        this.broker = broker;
        this.environment = environment;
    }

    List<String> findings(ContractSettings settings, RunningBuilds builds) {
        var processes =
                Stream.concat(
                                settings.control().processes().stream(),
                                settings.candidate().processes().stream())
                        .toList();
        if (settings.control().processes().isEmpty()
                || settings.candidate().processes().isEmpty()) {
            return List.of(
                    "contracts missing: 'contracts.control.processes' or 'contracts.candidate.processes' names nobody to ask for the build that runs");
        }
        var findings = new ArrayList<String>();
        try (var http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            for (var process : processes) {
                finding(process, builds, http).ifPresent(findings::add);
            }
        }
        return findings.stream().distinct().toList();
    }

    private Optional<String> finding(Endpoint process, RunningBuilds builds, HttpClient http) {
        try {
            return finding(builds.at(process), http);
        } catch (IOException | JacksonException e) {
            return Optional.of(
                    "contracts missing: what the build at '%s' keeps could not be found out: %s"
                            .formatted(process, e.getMessage()));
        }
    }

    private Optional<String> finding(String build, HttpClient http) throws IOException {
        var summary = ask(build, http).at("/summary");
        if (summary.at("/deployable").asBoolean(false)) {
            return Optional.empty();
        }
        var isKnown = summary.at("/failed").asInt(0) > 0;
        return Optional.of(
                "contracts %s: the broker does not let build %s of '%s' through: %s; 'banyan verify %s' does"
                        .formatted(
                                isKnown ? "red" : "missing",
                                build,
                                module,
                                summary.at("/reason").asString("it gives no reason"),
                                module));
    }

    private JsonNode ask(String build, HttpClient http) throws IOException {
        var request =
                HttpRequest.newBuilder(matrix(build))
                        .timeout(LIMIT)
                        .header("Accept", "application/hal+json");
        broker.token()
                .ifPresent(token ->
                        request.header("Authorization", "Bearer " + token.reveal(environment)));
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(
                        "the broker at '%s' answers with %d"
                                .formatted(broker.url(), answer.statusCode()));
            }
            return JsonMapper.shared().readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted.").initCause(e);
        }
    }

    /// This version of the provider against the newest version of each consumer.
    private URI matrix(String build) {
        return URI.create(
                "%s/matrix?q%%5B%%5Dpacticipant=%s&q%%5B%%5Dversion=%s&latestby=cvp&latest=true"
                        .formatted(broker.url(), encoded(module), encoded(build)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
