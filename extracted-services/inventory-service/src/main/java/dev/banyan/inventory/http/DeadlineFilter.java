package dev.banyan.inventory.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers a request at once that nobody waits for any more, and lets all others know how long they
/// may take.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class DeadlineFilter extends OncePerRequestFilter {

    private final Clock clock;
    private final ProblemWriter problems;

    DeadlineFilter(Clock clock, ProblemWriter problems) {
        this.clock = clock;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var given = request.getHeader(Deadline.HEADER);
        if (given == null) {
            chain.doFilter(request, response);
            return;
        }
        var deadline = Deadline.in(given, clock);
        if (deadline.isEmpty()) {
            problems.write(response, malformed());
        } else if (deadline.get().isPassed()) {
            problems.write(response, Deadline.problem());
        } else {
            within(deadline.get(), request, response, chain);
        }
    }

    /// What fails outside of any controller for want of time, as where an idempotency key is
    /// stored, is answered here.
    private void within(
            Deadline deadline,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        try {
            filter(deadline, request, response, chain);
        } catch (RuntimeException failure) {
            if (!deadline.isPassed() || response.isCommitted()) {
                throw failure;
            }
            response.resetBuffer();
            problems.write(response, Deadline.problem());
        }
    }

    private static void filter(
            Deadline deadline,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        try {
            ScopedValue.where(Deadline.CURRENT, deadline)
                    .call(() -> {
                        chain.doFilter(request, response);
                        return true;
                    });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static ProblemDetail malformed() {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "'%s' takes milliseconds as a whole number of at most 9 digits."
                        .formatted(Deadline.HEADER));
    }
}
