package dev.banyan.contracts;

import au.com.dius.pact.core.matchers.Matching;
import au.com.dius.pact.core.matchers.MatchingContext;
import au.com.dius.pact.core.matchers.Mismatch;
import au.com.dius.pact.core.matchers.ResponseMatching;
import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.HttpResponse;
import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.V4Interaction;
import dev.banyan.contracts.spi.HttpAnswer;
import dev.banyan.contracts.spi.ProviderUnderTest;
import dev.banyan.contracts.spi.PublishedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Verifies pacts against a running side, with Pact's own rules of matching. Stateless.
public final class PactVerification {

    private final InstantSource clock;

    public PactVerification(InstantSource clock) {
        this.clock = clock;
    }

    /// Verifies each interaction by itself: what goes wrong with one is told of that one.
    public Verification verify(PactFile file, ProviderUnderTest provider)
            throws InterruptedException {
        var begun = clock.instant();
        var pact = file.pact();
        var checks = new ArrayList<Check>();
        for (var interaction : pact.getInteractions()) {
            checks.add(
                    new Check(
                            Objects.requireNonNull(interaction.getDescription()),
                            problems(pact, interaction, provider)));
        }
        return new Verification(file, checks, Duration.between(begun, clock.instant()));
    }

    private static List<String> problems(
            Pact pact, Interaction interaction, ProviderUnderTest provider)
            throws InterruptedException {
        try {
            var subjects = prepare(interaction, provider);
            var message = interaction.asAsynchronousMessage();
            return message == null
                    ? answer(pact, interaction, provider)
                    : event(message, subjects, provider);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> prepare(Interaction interaction, ProviderUnderTest provider)
            throws IOException, InterruptedException {
        var subjects = new ArrayList<String>();
        for (var state : interaction.getProviderStates()) {
            subjects.addAll(
                    provider.prepare(String.valueOf(state.getName()), texts(state.getParams())));
        }
        return subjects;
    }

    private static Map<String, String> texts(Map<String, Object> parameters) {
        return parameters.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }

    private static List<String> answer(
            Pact pact, Interaction interaction, ProviderUnderTest provider)
            throws IOException, InterruptedException {
        var exchange = interaction.asSynchronousRequestResponse();
        if (exchange == null) {
            return List.of("It is neither a request nor an event, which is all that is verified.");
        }
        var answer = provider.call(PactCalls.of(exchange.getRequest()));
        return descriptions(ResponseMatching.responseMismatches(pact, exchange, response(answer)));
    }

    private static HttpResponse response(HttpAnswer answer) {
        var type = answer.headers().getOrDefault("content-type", List.of()).stream().findFirst();
        var body =
                answer.body().isEmpty()
                        ? OptionalBody.empty()
                        : OptionalBody.body(
                                answer.body().getBytes(StandardCharsets.UTF_8),
                                ContentType.fromString(type.orElse("application/octet-stream")));
        return new HttpResponse(answer.status(), Map.copyOf(answer.headers()), body);
    }

    private static List<String> event(
            V4Interaction.AsynchronousMessage message,
            List<String> subjects,
            ProviderUnderTest provider)
            throws IOException, InterruptedException {
        var type = String.valueOf(message.getContents().getMetadata().get("type"));
        var event = provider.published(type, subjects);
        if (event.isEmpty()) {
            return List.of("No event '%s' about %s was published.".formatted(type, subjects));
        }
        return compare(message, event.get());
    }

    private static List<String> compare(
            V4Interaction.AsynchronousMessage message, PublishedEvent event) {
        var expected = message.getContents();
        var problems = new ArrayList<String>();
        expected.getMetadata()
                .forEach((name, value) -> {
                    var found = event.attributes().get(name);
                    if (!String.valueOf(value).equals(found)) {
                        problems.add(
                                "Attribute '%s' is '%s', not '%s'.".formatted(name, found, value));
                    }
                });
        var data =
                OptionalBody.body(
                        event.data().getBytes(StandardCharsets.UTF_8), ContentType.getJSON());
        var context =
                new MatchingContext(expected.getMatchingRules().rulesForCategory("body"), true);
        problems.addAll(
                descriptions(
                        Matching.INSTANCE
                                .matchBody(part(expected.getContents()), part(data), context)
                                .getMismatches()));
        return problems;
    }

    /// Pact compares bodies as parts of HTTP messages.
    private static HttpResponse part(OptionalBody body) {
        return new HttpResponse(200, Map.of("Content-Type", List.of("application/json")), body);
    }

    private static List<String> descriptions(List<? extends Mismatch> mismatches) {
        return mismatches.stream().map(Mismatch::description).toList();
    }
}
