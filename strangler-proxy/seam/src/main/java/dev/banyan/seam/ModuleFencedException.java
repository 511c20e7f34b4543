package dev.banyan.seam;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// The side that was asked does not own the module now; nothing was changed.
///
/// A controller that lets it pass answers 503 with type `urn:banyan:fenced` and `Banyan-Fenced`.
public final class ModuleFencedException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    /// The problem type.
    public static final URI TYPE = URI.create("urn:banyan:fenced");

    /// The header with module and epoch.
    public static final String HEADER = "Banyan-Fenced";

    /// @param moduleAndEpoch what the fence says: the module's name and its epoch there
    public ModuleFencedException(String moduleAndEpoch, @Nullable Throwable cause) {
        super(HttpStatus.SERVICE_UNAVAILABLE, problem(), cause);
        getHeaders().set(HEADER, moduleAndEpoch);
        getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
    }

    private static ProblemDetail problem() {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "This side does not own the data of the request now. Try again in a moment.");
        problem.setType(TYPE);
        return problem;
    }

    /// Module and epoch.
    public String moduleAndEpoch() {
        return String.valueOf(getHeaders().getFirst(HEADER));
    }
}
