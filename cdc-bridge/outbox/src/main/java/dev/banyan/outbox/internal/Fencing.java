package dev.banyan.outbox.internal;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Recognises that a write was refused because this side does not own the module.
final class Fencing {

    static final String SQL_STATE = "BY001";

    private Fencing() {}

    static boolean isFenced(Throwable failure) {
        return find(failure) != null;
    }

    /// Module and epoch, as the fence says them.
    static Optional<String> moduleAndEpoch(Throwable failure) {
        return find(failure) instanceof PSQLException error && error.getServerErrorMessage() != null
                ? Optional.ofNullable(error.getServerErrorMessage().getDetail())
                : Optional.empty();
    }

    private static @Nullable SQLException find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error && SQL_STATE.equals(error.getSQLState())) {
                return error;
            }
        }
        return null;
    }
}
