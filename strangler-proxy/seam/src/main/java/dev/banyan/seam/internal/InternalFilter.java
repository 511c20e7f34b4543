package dev.banyan.seam.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets only those into `/internal` who show the token. What serves there looks for the mark that
/// this leaves, so that a path that is spelled strangely opens nothing.
final class InternalFilter extends OncePerRequestFilter {

    private static final String ROOT = "/internal";
    private static final String MARK = InternalFilter.class.getName();
    private static final String BODY =
            "{\"type\":\"urn:banyan:unauthorised\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"The bearer token is missing or wrong.\"}";

    private final byte[] wanted;

    InternalFilter(String token) {
        this.wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    static boolean isAuthorised(HttpServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(MARK));
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !isBelow(request.getServletPath()) && !isBelow(request.getRequestURI());
    }

    private static boolean isBelow(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/") || path.startsWith(ROOT + ";");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isShown(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            request.setAttribute(MARK, true);
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(BODY.getBytes(StandardCharsets.US_ASCII));
    }

    /// Compares in constant time.
    private boolean isShown(@org.jspecify.annotations.Nullable String given) {
        return given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted);
    }
}
