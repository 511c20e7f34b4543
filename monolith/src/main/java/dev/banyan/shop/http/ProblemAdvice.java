package dev.banyan.shop.http;

import dev.banyan.shop.http.BodyLimitFilter.BodyTooLargeException;
import jakarta.validation.ConstraintViolationException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Answers every error with a problem document (RFC 9457). One that the client can mend has the
/// names of the fields in `errors`; one that it cannot tells nothing of the inside.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final URI INVALID = URI.create("urn:banyan:shop:invalid-request");

    private final UnavailableLog unavailable;

    ProblemAdvice(Clock clock) {
        this.unavailable = new UnavailableLog(clock);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var errors =
                e.getBindingResult().getAllErrors().stream()
                        .map(error ->
                                new InvalidField(
                                        error instanceof FieldError field
                                                ? field.getField()
                                                : error.getObjectName(),
                                        reason(error.getDefaultMessage())))
                        .toList();
        return invalid(e, errors, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var errors =
                e.getParameterValidationResults().stream()
                        .flatMap(result ->
                                result.getResolvableErrors().stream()
                                        .map(error ->
                                                new InvalidField(
                                                        error instanceof FieldError field
                                                                ? field.getField()
                                                                : ParameterNames.of(
                                                                        result
                                                                                .getMethodParameter()),
                                                        reason(error.getDefaultMessage()))))
                        .toList();
        return invalid(e, errors, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return invalid(
                e, List.of(new InvalidField(e.getParameterName(), "is missing")), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String name =
                e instanceof MethodArgumentTypeMismatchException mismatch
                        ? ParameterNames.of(mismatch.getParameter())
                        : String.valueOf(e.getPropertyName());
        return invalid(
                e,
                List.of(new InvalidField(name, "is not " + Expectation.of(e.getRequiredType()))),
                headers,
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var tooLarge = cause(e, BodyTooLargeException.class);
        if (tooLarge != null) {
            return answer(e, tooLarge.problem(), headers, request);
        }
        var unreadable = cause(e, JacksonException.class);
        var error =
                unreadable == null
                        ? new InvalidField("body", "is missing")
                        : new InvalidField(JsonPath.of(unreadable), reasonOf(unreadable));
        return invalid(e, List.of(error), headers, request);
    }

    /// A published interface that was called with something that came from outside.
    @ExceptionHandler
    @Nullable ResponseEntity<Object> onConstraintViolation(
            ConstraintViolationException e, WebRequest request) {
        var errors =
                e.getConstraintViolations().stream()
                        .map(violation ->
                                new InvalidField(
                                        violation.getPropertyPath().toString(),
                                        violation.getMessage()))
                        .toList();
        return invalid(e, errors, new HttpHeaders(), request);
    }

    /// Two requests at the same time for what can be there once.
    @ExceptionHandler
    @Nullable ResponseEntity<Object> onDuplicate(
            DataIntegrityViolationException e, WebRequest request) {
        log.info(
                "A request was refused by the database: {}",
                NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        return answer(
                e,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.CONFLICT,
                        "Another request has made or changed the same thing. Look at it, and try again."),
                new HttpHeaders(),
                request);
    }

    /// A parameter that no text of the database may hold is refused before it gets there.
    @InitBinder
    void refuseNul(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new StoredText());
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> onDatabase(DataAccessException e, WebRequest request) {
        return refusedByDatabase(e, request);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> onTransaction(TransactionException e, WebRequest request) {
        return refusedByDatabase(e, request);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> onAnything(Exception e, WebRequest request) {
        log.error("A request failed.", e);
        return answer(
                e,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "Something is broken in the shop, not in the request. The log names it by the correlation id of this answer."),
                new HttpHeaders(),
                request);
    }

    private @Nullable ResponseEntity<Object> refusedByDatabase(Exception e, WebRequest request) {
        if (e instanceof ConcurrencyFailureException) {
            return answer(
                    e,
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.CONFLICT,
                            "Another request has changed the same thing. Look at it, and try again."),
                    new HttpHeaders(),
                    request);
        }
        unavailable.tell(e);
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        return answer(
                e,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The database did not carry out the request. Try again in a moment."),
                headers,
                request);
    }

    private @Nullable ResponseEntity<Object> invalid(
            Exception e, List<InvalidField> errors, HttpHeaders headers, WebRequest request) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, Sentence.of(errors));
        problem.setType(INVALID);
        problem.setTitle("Invalid request");
        problem.setProperty("errors", errors);
        return answer(e, problem, headers, request);
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception e, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(
                e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    private static String reasonOf(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "is not known";
        }
        var cause = NestedExceptionUtils.getMostSpecificCause(e);
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : "cannot be read";
    }

    private static String reason(@Nullable String message) {
        return message == null ? "is not valid" : message;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
