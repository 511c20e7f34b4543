package dev.banyan.inventory.http;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
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
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/// Answers every error with a problem document (RFC 9457), the same that the shop's clients know.
/// One that the client can mend names the fields in `errors`; one that it cannot tells nothing of
/// the inside.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final URI INVALID = URI.create("urn:banyan:shop:invalid-request");

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var errors =
                e.getBindingResult().getAllErrors().stream()
                        .map(error ->
                                InvalidField.because(
                                        error instanceof FieldError field
                                                ? field.getField()
                                                : error.getObjectName(),
                                        error.getDefaultMessage()))
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
                                                InvalidField.because(
                                                        error instanceof FieldError field
                                                                ? field.getField()
                                                                : InvalidField.nameOf(
                                                                        result
                                                                                .getMethodParameter()),
                                                        error.getDefaultMessage())))
                        .toList();
        return invalid(e, errors, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var name =
                e instanceof MethodArgumentTypeMismatchException mismatch
                        ? InvalidField.nameOf(mismatch.getParameter())
                        : String.valueOf(e.getPropertyName());
        return invalid(
                e, List.of(InvalidField.ofWrongType(name, e.getRequiredType())), headers, request);
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
                        ? InvalidField.missing("body")
                        : InvalidField.unreadable(unreadable);
        return invalid(e, List.of(error), headers, request);
    }

    /// Two requests at the same time for what can be there once.
    @ExceptionHandler
    @Nullable ResponseEntity<Object> onDuplicate(
            DataIntegrityViolationException e, WebRequest request) {
        log.info("A request was refused by the database.", e);
        return conflict(
                e,
                "Another request has made or changed the same thing. Look at it, and try again.",
                request);
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
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        var fencing = Fencing.find(e);
        if (fencing.isPresent()) {
            headers.set(Fencing.HEADER, fencing.get().moduleAndEpoch());
            return answer(e, fencing.get().problem(), headers, request);
        }
        if (Deadline.current().filter(Deadline::isPassed).isPresent()) {
            return answer(e, Deadline.problem(), new HttpHeaders(), request);
        }
        if (e instanceof ConcurrencyFailureException) {
            return conflict(
                    e,
                    "Another request has changed the same thing. Look at it, and try again.",
                    request);
        }
        log.error("The database did not carry out a request.", e);
        return answer(
                e,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The database did not carry out the request. Try again in a moment."),
                headers,
                request);
    }

    private @Nullable ResponseEntity<Object> conflict(
            Exception e, String detail, WebRequest request) {
        return answer(
                e,
                ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, detail),
                new HttpHeaders(),
                request);
    }

    private @Nullable ResponseEntity<Object> invalid(
            Exception e, List<InvalidField> errors, HttpHeaders headers, WebRequest request) {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.BAD_REQUEST, InvalidField.sentence(errors));
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

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
