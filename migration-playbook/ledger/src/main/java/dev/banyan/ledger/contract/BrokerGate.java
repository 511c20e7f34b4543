package dev.banyan.ledger.contract;

import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.ContractSettings.BrokerSettings;
import dev.banyan.ledger.config.Endpoint;
import dev.banyan.routing.Side;
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

    List<Finding> findings(ContractSettings settings, RunningBuilds builds) {
        var findings = new ArrayList<Finding>();
        try (var http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            for (var side : Side.values()) {
                findings.addAll(ofSide(side, settings.of(side).processes(), builds, http));
            }
        }
        return findings;
    }

    private List<Finding> ofSide(
            Side side, List<Endpoint> processes, RunningBuilds builds, HttpClient http) {
        if (processes.isEmpty()) {
            return List.of(
                    Finding.missing(
                            side,
                            "'contracts.%s.processes' names nobody to ask for the build that runs"
                                    .formatted(side.label())));
        }
        return processes.stream()
                .flatMap(process -> ofProcess(side, process, builds, http).stream())
                .distinct()
                .toList();
    }

    private Optional<Finding> ofProcess(
            Side side, Endpoint process, RunningBuilds builds, HttpClient http) {
        try {
            return ofBuild(side, builds.at(process), http);
        } catch (IOException | JacksonException e) {
            return Optional.of(
                    Finding.missing(
                            side,
                            "what the build at '%s' keeps could not be found out: %s"
                                    .formatted(process, e.getMessage())));
        }
    }

    private Optional<Finding> ofBuild(Side side, String build, HttpClient http) throws IOException {
        var summary = ask(build, http).at("/summary");
        if (summary.at("/deployable").asBoolean(false)) {
            return Optional.empty();
        }
        var why =
                "the broker does not let build %s of '%s' through: %s; 'banyan verify %s' does"
                        .formatted(
                                build,
                                module,
                                summary.at("/reason").asString("it gives no reason"),
                                module);
        return Optional.of(
                summary.at("/failed").asInt(0) > 0
                        ? Finding.red(side, why)
                        : Finding.missing(side, why));
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
