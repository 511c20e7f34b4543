package dev.banyan.seam.spi;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/// Makes the exception of a problem that the service answered, so that callers catch the same one
/// as in process. The first that knows the problem makes it.
@FunctionalInterface
public interface ProblemExceptions {

    /// The exception that the module throws for this problem, or null if it is none of its own.
    @Nullable RuntimeException exceptionFor(String module, ProblemDetail problem);
}
