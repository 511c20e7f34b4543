package dev.banyan.shop.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that are larger than the limit: at once where the length is stated, else as soon
/// as more has arrived.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class BodyLimitFilter extends OncePerRequestFilter {

    private final long limitBytes;
    private final ProblemWriter problems;

    BodyLimitFilter(HttpSettings settings, ProblemWriter problems) {
        this.limitBytes = settings.largestBody().toBytes();
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > limitBytes) {
            problems.write(response, tooLarge());
            return;
        }
        chain.doFilter(new LimitedRequest(request), response);
    }

    private ProblemDetail tooLarge() {
        return new BodyTooLargeException(limitBytes).problem();
    }

    /// More arrived than may.
    static final class BodyTooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        private final long limitBytes;

        BodyTooLargeException(long limitBytes) {
            super("The body is larger than %d bytes.".formatted(limitBytes));
            this.limitBytes = limitBytes;
        }

        ProblemDetail problem() {
            var problem =
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.CONTENT_TOO_LARGE,
                            "The request body is larger than %d bytes, which is the limit: send less."
                                    .formatted(limitBytes));
            problem.setProperty("limitBytes", limitBytes);
            problem.setProperty(
                    "errors",
                    List.of(
                            new InvalidField(
                                    "body",
                                    "is larger than %d bytes, which is the limit"
                                            .formatted(limitBytes))));
            return problem;
        }
    }

    private final class LimitedRequest extends HttpServletRequestWrapper {

        LimitedRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream());
        }
    }

    /// Confined to the thread of the request.
    private final class LimitedStream extends ServletInputStream {

        private final ServletInputStream stream;
        private long seenBytes;

        LimitedStream(ServletInputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            int next = stream.read();
            seen(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = stream.read(buffer, offset, length);
            seen(Math.max(count, 0));
            return count;
        }

        private void seen(int bytes) throws BodyTooLargeException {
            seenBytes += bytes;
            if (seenBytes > limitBytes) {
                throw new BodyTooLargeException(limitBytes);
            }
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }
    }
}
