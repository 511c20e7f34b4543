package dev.banyan.seam;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// A module's service did not answer, or must not be asked now. Nobody knows whether a write had
/// its effect, unless the reason says that it was not sent.
///
/// A controller that lets it pass answers 503 with `Retry-After`.
public final class ModuleUnavailableException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private final String module;
    private final Reason reason;

    /// Why there is no answer; also the tag of the metric.
    public enum Reason {
        /// The breaker is open. Not sent.
        BREAKER_OPEN,
        /// Too many calls are in flight. Not sent.
        BUSY,
        /// Writes are held, and no place to wait is left, or it took too long. Not sent.
        HELD,
        /// Nobody says where the service is. Not sent.
        UNKNOWN_ADDRESS,
        /// No answer came in time.
        TIMEOUT,
        /// The connection failed, or the service failed.
        FAILED
    }

    public ModuleUnavailableException(
            String module, Reason reason, String what, @Nullable Throwable cause) {
        super(HttpStatus.SERVICE_UNAVAILABLE, problem(module, what), cause);
        this.module = module;
        this.reason = reason;
        getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
    }

    private static ProblemDetail problem(String module, String what) {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Module '%s' cannot be asked now: %s.".formatted(module, what));
        problem.setType(URI.create("urn:banyan:unavailable"));
        return problem;
    }

    public String module() {
        return module;
    }

    public Reason reason() {
        return reason;
    }
}
