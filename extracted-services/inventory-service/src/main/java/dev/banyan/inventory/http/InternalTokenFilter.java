package dev.banyan.inventory.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/// Lets nobody call what is below `/internal` without the token.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class InternalTokenFilter extends OncePerRequestFilter {

    private static final URI TYPE = URI.create("urn:banyan:unauthorised");

    private final byte[] wanted;
    private final ProblemWriter problems;

    InternalTokenFilter(InternalSettings settings, ProblemWriter problems) {
        this.wanted = ("Bearer " + settings.token()).getBytes(StandardCharsets.UTF_8);
        this.problems = problems;
    }

    /// By the path as it is matched to handlers, so that no spelling of it gets past.
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = ServletRequestPathUtils.parse(request).pathWithinApplication();
        return path.elements().stream()
                .map(element ->
                        element
                                        instanceof
                                        org.springframework.http.server.PathContainer.PathSegment
                                                segment
                                ? segment.valueToMatch()
                                : "")
                .filter(segment -> !segment.isEmpty())
                .findFirst()
                .filter("internal"::equalsIgnoreCase)
                .isEmpty();
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var given = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted)) {
            chain.doFilter(request, response);
            return;
        }
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.UNAUTHORIZED, "The bearer token is missing or wrong.");
        problem.setType(TYPE);
        problems.write(response, problem);
    }
}
