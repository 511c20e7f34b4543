package dev.banyan.outbox.internal;

import java.sql.SQLException;

/// What a try failed with, in one line without the contents of rows.
final class Failure {

    private static final int LONGEST = 300;

    private Failure() {}

    /// Class and first line: PostgreSQL puts the values of a row in the lines that follow.
    static String describe(Throwable failure) {
        var cause = cause(failure);
        var message =
                cause.getMessage() == null ? "" : cause.getMessage().lines().findFirst().orElse("");
        var line = cause.getClass().getName() + ": " + message;
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }

    /// The reason tag, the same in log and metric.
    static String reason(Throwable failure) {
        if (Fencing.isFenced(failure)) {
            return "fenced";
        }
        return cause(failure) instanceof SQLException ? "database" : "handler";
    }

    private static Throwable cause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
