package dev.banyan.outbox.internal;

import dev.banyan.outbox.OutboxSettings.ReceiverSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// Takes a CloudEvent from a relay to the listeners that want it; answers 204 after every one has
/// committed.
///
/// A repetition is harmless: the inbox knows which of them were done.
final class EventReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(EventReceiver.class);

    private final ReceiverSettings settings;
    private final CloudEventReader reader;
    private final Consumers consumers;
    private final Gates gates;
    private final Handling handling;
    private final ModuleTransactions transactions;
    private final JsonMapper json;

    EventReceiver(
            ReceiverSettings settings,
            CloudEventReader reader,
            Consumers consumers,
            Gates gates,
            Handling handling,
            ModuleTransactions transactions,
            JsonMapper json) {
        this.settings = settings;
        this.reader = reader;
        this.consumers = consumers;
        this.gates = gates;
        this.handling = handling;
        this.transactions = transactions;
        this.json = json;
    }

    ServerResponse receive(ServerRequest request) throws ServletException, IOException {
        if (!isAuthorised(request)) {
            return problem(
                    HttpStatus.UNAUTHORIZED,
                    "unauthorised",
                    "The bearer token is missing or wrong.");
        }
        var body =
                request.servletRequest().getInputStream().readNBytes(settings.largestEvent() + 1);
        if (body.length > settings.largestEvent()) {
            return problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "event-too-large",
                    "The event is larger than %d bytes.".formatted(settings.largestEvent()));
        }
        try {
            var type = request.headers().contentType().map(MediaType::toString).orElse("");
            return deliver(reader.read(type, request.headers()::firstHeader, body), request);
        } catch (IllegalArgumentException invalid) {
            return problem(
                    HttpStatus.BAD_REQUEST, "event-invalid", String.valueOf(invalid.getMessage()));
        }
    }

    private ServerResponse deliver(ReceivedEvent event, ServerRequest request) {
        var targets = targets(event, request);
        if (targets.isEmpty()) {
            return problem(
                    HttpStatus.NOT_FOUND,
                    "no-consumer",
                    "Nobody here takes events of type '%s'.".formatted(event.envelope().type()));
        }
        for (var target : targets) {
            if (!gates.enter(target.consumer().module(), Gates.Way.RECEIVED)) {
                return fenced(target.consumer().module() + " 0");
            }
            try {
                handle(target, event);
            } catch (RuntimeException | Error failure) {
                return failed(target.consumer(), event, failure);
            } finally {
                gates.leave(target.consumer().module(), Gates.Way.RECEIVED);
            }
        }
        return ServerResponse.noContent().build();
    }

    private List<Consumers.Subscription> targets(ReceivedEvent event, ServerRequest request) {
        var module = request.param("module");
        var without = leftOut(request);
        var consumer = request.param("consumer");
        return consumers.of(event.envelope().type()).stream()
                .filter(target ->
                        module.isEmpty() || module.get().equals(target.consumer().module()))
                .filter(target -> !without.contains(target.consumer().module()))
                .filter(target ->
                        consumer.isEmpty() || consumer.get().equals(target.consumer().name()))
                .toList();
    }

    /// Modules to which somebody delivers by themselves.
    private static Set<String> leftOut(ServerRequest request) {
        return request.param("without").stream()
                .flatMap(modules -> Arrays.stream(modules.split(",")))
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private void handle(Consumers.Subscription target, ReceivedEvent event) {
        transactions.inTransaction(
                target.consumer().module(),
                () -> {
                    handling.once(
                            target.consumer(),
                            event.envelope(),
                            type -> json.treeToValue(event.data(), type));
                    return true;
                });
    }

    private static ServerResponse failed(
            Consumer consumer, ReceivedEvent event, Throwable failure) {
        if (Fencing.isFenced(failure)) {
            return fenced(Fencing.moduleAndEpoch(failure).orElse(consumer.module() + " 0"));
        }
        LOG.warn(
                "Received event '{}' of type '{}' failed in '{}': {}.",
                event.envelope().id(),
                event.envelope().type(),
                consumer.name(),
                Failure.describe(failure));
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "event-failed",
                "Consumer '%s' failed.".formatted(consumer.name()));
    }

    private static ServerResponse fenced(String moduleAndEpoch) {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "This side does not handle events of the module now.");
        problem.setType(java.net.URI.create("urn:banyan:fenced"));
        return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Banyan-Fenced", moduleAndEpoch)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ServerResponse problem(HttpStatus status, String type, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(java.net.URI.create("urn:banyan:" + type));
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /// Compares in constant time.
    private boolean isAuthorised(ServerRequest request) {
        var given = request.headers().firstHeader("Authorization");
        var wanted = "Bearer " + settings.token();
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        wanted.getBytes(StandardCharsets.UTF_8));
    }
}
