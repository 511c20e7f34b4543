package dev.banyan.outbox.internal;

import dev.banyan.outbox.Idempotent;
import dev.banyan.outbox.IdempotentRequests;
import dev.banyan.outbox.IdempotentRequests.Answer;
import dev.banyan.outbox.IdempotentRequests.Outcome;
import dev.banyan.outbox.IdempotentRequests.Request;
import dev.banyan.outbox.OutboxSettings.IdempotencySettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// Carries a POST with an `Idempotency-Key` out once, if its endpoint is [Idempotent].
///
/// It holds the answer back until the transaction has committed: a client never sees an answer that
/// a crash takes back.
final class IdempotencyFilter extends OncePerRequestFilter {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Set<String> NOT_KEPT =
            Set.of("content-length", "transfer-encoding", "connection", "date", "set-cookie");

    private final IdempotentRequests requests;
    private final IdempotentEndpoints endpoints;
    private final IdempotencySettings settings;
    private final Problems problems;
    private final HandlerExceptionResolver application;

    /// @param application its handlers of exceptions
    IdempotencyFilter(
            IdempotentRequests requests,
            IdempotentEndpoints endpoints,
            IdempotencySettings settings,
            Problems problems,
            HandlerExceptionResolver application) {
        this.requests = requests;
        this.endpoints = endpoints;
        this.settings = settings;
        this.problems = problems;
        this.application = application;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"POST".equals(request.getMethod());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var endpoint = endpoints.of(request);
        var key = request.getHeader(KEY);
        if (endpoint.isEmpty() || (key == null && !endpoint.get().required())) {
            chain.doFilter(request, response);
        } else if (key == null) {
            problems.write(
                    response,
                    400,
                    "idempotency-key-missing",
                    KEY,
                    "This endpoint needs the header '%s'.".formatted(KEY));
        } else {
            once(endpoint.get(), key, request, response, chain);
        }
    }

    private void once(
            Idempotent endpoint,
            String key,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        var body = request.getInputStream().readNBytes(settings.largestRequest() + 1);
        if (body.length > settings.largestRequest()) {
            problems.write(
                    response,
                    413,
                    "idempotent-request-too-large",
                    "body",
                    "The body is larger than %d bytes.".formatted(settings.largestRequest()));
            return;
        }
        var recognised = recognise(key, request, body);
        if (recognised.isEmpty()) {
            problems.write(
                    response,
                    400,
                    "idempotency-key-invalid",
                    KEY,
                    "The header '%s' needs 1 to 255 visible ASCII characters.".formatted(KEY));
            return;
        }
        var whole = new BufferedRequest(request, body);
        var held = new ContentCachingResponseWrapper(response);
        var before = headers(held);
        try {
            answer(held, run(endpoint, recognised.get(), whole, held, chain));
        } catch (DataAccessException | TransactionException failure) {
            takeBack(held, before);
            leaveToApplication(request, held, failure);
        }
        held.copyBodyToResponse();
    }

    /// What a controller has answered before the commit failed is not so.
    private static void takeBack(
            ContentCachingResponseWrapper held, Map<String, List<String>> before) {
        held.reset();
        before.forEach((name, values) -> values.forEach(value -> held.addHeader(name, value)));
    }

    /// A transaction that cannot begin or commit fails where no controller runs: the application
    /// answers as it would if one had thrown it.
    private void leaveToApplication(
            HttpServletRequest request,
            ContentCachingResponseWrapper held,
            RuntimeException failure) {
        if (application.resolveException(request, held, null, failure) == null) {
            throw failure;
        }
    }

    private static Optional<Request> recognise(
            String key, HttpServletRequest request, byte[] body) {
        try {
            var query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
            var scope =
                    IdempotentRequests.scope(
                            request.getMethod(),
                            request.getRequestURI() + query,
                            request.getRemoteUser());
            return Optional.of(
                    new Request(key, scope, new String(body, StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    /// A transaction that an inner one has marked for rollback has an answer all the same, such as
    /// a problem: it is sent and not kept.
    private Outcome run(
            Idempotent endpoint,
            Request recognised,
            BufferedRequest request,
            ContentCachingResponseWrapper held,
            FilterChain chain)
            throws ServletException, IOException {
        try {
            return requests.once(endpoint.module(), recognised, () -> handle(request, held, chain));
        } catch (UnexpectedRollbackException rolledBack) {
            if (held.getStatus() < 400) {
                throw rolledBack;
            }
            return new Outcome.Done(answer(held), false);
        } catch (PassedOn passedOn) {
            throw passedOn.asItWas();
        }
    }

    private static Answer handle(
            BufferedRequest request, ContentCachingResponseWrapper held, FilterChain chain) {
        try {
            chain.doFilter(request, held);
            return answer(held);
        } catch (ServletException | IOException failure) {
            throw new PassedOn(failure);
        }
    }

    private static Answer answer(ContentCachingResponseWrapper held) {
        var headers = headers(held);
        var type = held.getContentType();
        if (type != null) {
            headers.put("Content-Type", List.of(type));
        }
        NOT_KEPT.forEach(headers::remove);
        return new Answer(
                held.getStatus(),
                headers,
                new String(held.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> headers(ContentCachingResponseWrapper held) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        held.getHeaderNames()
                .forEach(name -> headers.put(name, List.copyOf(held.getHeaders(name))));
        return headers;
    }

    private void answer(ContentCachingResponseWrapper held, Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Done done -> {}
            case Outcome.Replayed replayed -> replay(held, replayed.answer());
            case Outcome.Mismatch mismatch ->
                    problems.write(
                            held,
                            422,
                            "idempotency-key-reused",
                            KEY,
                            "The header '%s' was used before with another request.".formatted(KEY));
            case Outcome.InProgress running -> {
                held.setHeader("Retry-After", "1");
                problems.write(
                        held,
                        409,
                        "idempotent-request-running",
                        KEY,
                        "The first request with this '%s' is still running.".formatted(KEY));
            }
        }
    }

    private static void replay(ContentCachingResponseWrapper held, Answer answer)
            throws IOException {
        held.setStatus(answer.status());
        for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
            header.getValue().forEach(value -> held.addHeader(header.getKey(), value));
        }
        held.setHeader(REPLAYED, "true");
        held.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /// Brings a checked exception through the transaction.
    private static final class PassedOn extends RuntimeException {

        private final Exception failure;

        private PassedOn(Exception failure) {
            super(failure);
            this.failure = failure;
        }

        private ServletException asItWas() throws IOException {
            if (failure instanceof IOException broken) {
                throw broken;
            }
            return failure instanceof ServletException same ? same : new ServletException(failure);
        }
    }
}
