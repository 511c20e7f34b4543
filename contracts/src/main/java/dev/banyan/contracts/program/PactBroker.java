package dev.banyan.contracts.program;

import dev.banyan.contracts.PactFile;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Pact Broker: its newest pacts of a provider, and where it wants the results. Follows the links
/// that it gives. Confined to one thread.
final class PactBroker implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String RESULTS = "/_links/pb:publish-verification-results/href";

    private final Job.Broker broker;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

    PactBroker(Job.Broker broker) {
        this.broker = broker;
    }

    /// Puts the newest pact of each consumer into a folder.
    List<PactFile> download(String provider, Path folder) throws IOException, InterruptedException {
        var index =
                get(
                        broker.url()
                                + "/pacts/provider/%s/latest"
                                        .formatted(
                                                URLEncoder.encode(
                                                        provider, StandardCharsets.UTF_8)));
        var pacts = new ArrayList<PactFile>();
        for (var link : index.at("/_links/pb:pacts")) {
            var pact = get(link.at("/href").asString());
            var file = folder.resolve(name(pact, provider) + ".json");
            pacts.add(PactFile.read(Files.writeString(file, pact.toString())));
        }
        return pacts;
    }

    /// Tells the broker what came out.
    void publish(PactFile pact, VerificationRecord record)
            throws IOException, InterruptedException {
        var link =
                JsonMapper.shared()
                        .readTree(Files.readString(pact.path()))
                        .at(RESULTS)
                        .asString("");
        if (link.isEmpty()) {
            throw new IOException(
                    "The broker says of '%s' no place for results.".formatted(pact.name()));
        }
        var result =
                Map.of(
                        "success", record.kept(),
                        "providerApplicationVersion", record.build(),
                        "verifiedBy", Map.of("implementation", "Banyan"),
                        "testResults", Map.of("problems", record.problems()));
        send(
                request(link)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        JsonMapper.shared().writeValueAsString(result))));
    }

    private static String name(JsonNode pact, String provider) {
        return "%s-%s"
                .formatted(pact.at("/consumer/name").asString("consumer"), provider)
                .replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private JsonNode get(String address) throws IOException, InterruptedException {
        try {
            return JsonMapper.shared().readTree(send(request(address)));
        } catch (JacksonException e) {
            throw new IOException("'%s' answers with no JSON.".formatted(address), e);
        }
    }

    private HttpRequest.Builder request(String address) {
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(LIMIT)
                        .header("Accept", "application/hal+json, application/json");
        return broker.token() == null
                ? request
                : request.header("Authorization", "Bearer " + broker.token());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var asked = request.build();
        var answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(
                    "The broker answers '%s %s' with %d."
                            .formatted(asked.method(), asked.uri(), answer.statusCode()));
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
