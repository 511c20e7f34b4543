package dev.banyan.inventory.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers writes that the fence refuses outside of any controller, as when an idempotency key is
/// stored before the request is carried out.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class FenceFilter extends OncePerRequestFilter {

    private final ProblemWriter problems;

    FenceFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException failure) {
            var fencing = Fencing.find(failure);
            if (fencing.isEmpty() || response.isCommitted()) {
                throw failure;
            }
            response.resetBuffer();
            response.setHeader(Fencing.HEADER, fencing.get().moduleAndEpoch());
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            problems.write(response, fencing.get().problem());
        }
    }
}
