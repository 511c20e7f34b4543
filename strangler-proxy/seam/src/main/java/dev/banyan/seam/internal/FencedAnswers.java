package dev.banyan.seam.internal;

import dev.banyan.seam.ModuleFencedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Tells that a request was refused by a fence: only if it has committed nothing before, or carries
/// an Idempotency-Key; else it must not be sent again, and is an error like any other.
final class FencedAnswers implements HandlerExceptionResolver, org.springframework.core.Ordered {

    private static final String BEGAN = FencedAnswers.class.getName();
    private static final String BODY =
            "{\"type\":\"urn:banyan:fenced\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"This side does not own the data of the request now. Try again in a moment.\"}";

    private final Supplier<@Nullable Switchboard> board;

    /// @param board what the ledger says; null where the seam is off
    FencedAnswers(Supplier<@Nullable Switchboard> board) {
        this.board = board;
    }

    /// From here on commits of the request count.
    static void begin(HttpServletRequest request) {
        request.setAttribute(BEGAN, Commits.count());
    }

    /// Before the application's own handlers.
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception failure) {
        try {
            return answer(request, response, failure) ? new ModelAndView() : null;
        } catch (IOException gone) {
            return new ModelAndView();
        }
    }

    /// Answers a refusal of the fence; false if it is none, or must not be sent again.
    boolean answer(HttpServletRequest request, HttpServletResponse response, Throwable failure)
            throws IOException {
        var moduleAndEpoch = moduleAndEpoch(request, failure);
        if (moduleAndEpoch == null || response.isCommitted() || !mayBeSentAgain(request)) {
            return false;
        }
        response.resetBuffer();
        write(response, moduleAndEpoch);
        return true;
    }

    void write(HttpServletResponse response, String moduleAndEpoch) throws IOException {
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        response.setHeader(ModuleFencedException.HEADER, moduleAndEpoch);
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(BODY.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean mayBeSentAgain(HttpServletRequest request) {
        return request.getHeader("Idempotency-Key") != null
                || !(request.getAttribute(BEGAN) instanceof Long began)
                || began == Commits.count();
    }

    /// Above READ COMMITTED the fence cannot name itself on the first try: the owner says it.
    private @Nullable String moduleAndEpoch(HttpServletRequest request, Throwable failure) {
        var said = Fenced.moduleAndEpoch(failure);
        if (said != null || !Fenced.isSerializationFailure(failure)) {
            return said;
        }
        var current = board.get();
        var asleep = current == null ? null : Asleep.module(current.newest(), request);
        return asleep == null ? null : asleep.moduleAndEpoch();
    }
}
