package dev.banyan.replication.fence;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What the fence says to a write that it refuses.
public record Refusal(String module, long epoch) {

    public static final String SQL_STATE = "BY001";

    /// Reads it from an exception, or from what caused it.
    public static Optional<Refusal> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException error && SQL_STATE.equals(error.getSQLState())) {
                return Optional.ofNullable(error.getServerErrorMessage())
                        .map(ServerErrorMessage::getDetail)
                        .map(Refusal::parse);
            }
        }
        return Optional.empty();
    }

    private static Refusal parse(String detail) {
        int space = detail.lastIndexOf(' ');
        return new Refusal(detail.substring(0, space), Long.parseLong(detail.substring(space + 1)));
    }

    /// Whether a statement failed because the owner changed: at once, or above READ COMMITTED by a
    /// snapshot that is older than the change (`40001`), whose retry will be refused.
    public static boolean mayBeBehind(SQLException failure) {
        return SQL_STATE.equals(failure.getSQLState()) || "40001".equals(failure.getSQLState());
    }
}
