package dev.banyan.inventory.http;

import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/// A write that the database refused because this side does not own the data, or not any more.
///
/// @param moduleAndEpoch as the fence says them, such as `inventory 7`
public record Fencing(String moduleAndEpoch) {

    static final String HEADER = "Banyan-Fenced";

    private static final String SQL_STATE = "BY001";
    private static final URI TYPE = URI.create("urn:banyan:fenced");

    /// The refusal by the fence among the causes of a failure.
    public static Optional<Fencing> find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error && SQL_STATE.equals(error.getSQLState())) {
                return Optional.of(new Fencing(detail(error)));
            }
        }
        return Optional.empty();
    }

    /// Epoch 0 where the fence does not say.
    private static String detail(SQLException error) {
        return error instanceof PSQLException refused
                        && refused.getServerErrorMessage() != null
                        && refused.getServerErrorMessage().getDetail() != null
                ? refused.getServerErrorMessage().getDetail()
                : "inventory 0";
    }

    ProblemDetail problem() {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "This side does not own the data that the request writes. Try again in a moment.");
        problem.setType(TYPE);
        return problem;
    }
}
