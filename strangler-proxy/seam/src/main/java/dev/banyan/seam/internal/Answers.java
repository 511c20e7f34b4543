package dev.banyan.seam.internal;

import dev.banyan.seam.ModuleFencedException;
import dev.banyan.seam.spi.ProblemExceptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Turns answers of a service that are no success into what the module would have thrown.
final class Answers {

    private final JsonMapper json;
    private final List<ProblemExceptions> own;

    Answers(JsonMapper json, List<ProblemExceptions> own) {
        this.json = json;
        this.own = List.copyOf(own);
    }

    /// The refusal of a fence, or null.
    static @Nullable ModuleFencedException fenced(RestClientResponseException answer) {
        var headers = answer.getResponseHeaders();
        var module = headers == null ? null : headers.getFirst(ModuleFencedException.HEADER);
        return answer.getStatusCode().isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE) && module != null
                ? new ModuleFencedException(module, answer)
                : null;
    }

    /// What the module would have thrown for a request that it does not accept.
    RuntimeException refusal(String module, RestClientResponseException answer) {
        var problem = problem(answer);
        return own.stream()
                .map(maker -> maker.exceptionFor(module, problem))
                .filter(Objects::nonNull)
                .map(RuntimeException.class::cast)
                .findFirst()
                .orElseGet(() -> plain(problem, answer));
    }

    private static ErrorResponseException plain(
            ProblemDetail problem, RestClientResponseException answer) {
        return new ErrorResponseException(answer.getStatusCode(), problem, answer);
    }

    private ProblemDetail problem(RestClientResponseException answer) {
        try {
            var read = json.readValue(answer.getResponseBodyAsByteArray(), ProblemDetail.class);
            read.setStatus(answer.getStatusCode().value());
            return read;
        } catch (JacksonException noProblem) {
            return ProblemDetail.forStatusAndDetail(
                    answer.getStatusCode(), "The service gave no reason.");
        }
    }
}
