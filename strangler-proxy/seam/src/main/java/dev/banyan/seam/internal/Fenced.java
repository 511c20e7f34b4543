package dev.banyan.seam.internal;

import dev.banyan.seam.ModuleFencedException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Recognises that a write was refused because this side does not own the module.
final class Fenced {

    private static final String BY_FENCE = "BY001";
    private static final String SERIALIZATION_FAILURE = "40001";

    private Fenced() {}

    /// Module and epoch as the fence says them, or null where no fence refused.
    static @Nullable String moduleAndEpoch(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ModuleFencedException fenced) {
                return fenced.moduleAndEpoch();
            }
            if (at instanceof SQLException error && BY_FENCE.equals(error.getSQLState())) {
                return detail(error);
            }
        }
        return null;
    }

    /// Above READ COMMITTED the first try after a change of owner fails like this.
    static boolean isSerializationFailure(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException error
                    && SERIALIZATION_FAILURE.equals(error.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static String detail(SQLException error) {
        var message = error instanceof PSQLException own ? own.getServerErrorMessage() : null;
        var detail = message == null ? null : message.getDetail();
        return detail == null ? "unknown 0" : detail;
    }
}
