package dev.banyan.inventory.http;

import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/// More has arrived than may.
final class BodyTooLargeException extends IOException {

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
        return problem;
    }
}
