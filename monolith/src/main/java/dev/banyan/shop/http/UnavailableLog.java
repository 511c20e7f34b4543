package dev.banyan.shop.http;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells that requests are turned away by the database. That none of its connections is free, or
/// that it is not reached, concerns many requests at once and is no fault of the code: it is told
/// in one line a second at most, which counts. Anything else is told with its stack. Safe for use
/// by threads.
final class UnavailableLog {

    private static final Logger log = LoggerFactory.getLogger(UnavailableLog.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Clock clock;
    private Instant next = Instant.MIN;
    private long untold;

    UnavailableLog(Clock clock) {
        this.clock = clock;
    }

    void tell(Exception e) {
        var reason = connectionProblem(e);
        if (reason == null) {
            log.error("The database did not carry out a request.", e);
            return;
        }
        long requests = count();
        if (requests > 0) {
            log.warn(
                    "Answered {} requests with 503 since this was last said: {} Next: fewer requests, or a larger 'spring.datasource.hikari.maximum-pool-size'.",
                    requests,
                    reason);
        }
    }

    /// How many requests nobody was told of, this one included; zero while it is too early to tell.
    synchronized long count() {
        untold++;
        var now = clock.instant();
        if (now.isBefore(next)) {
            return 0;
        }
        next = now.plus(PAUSE);
        long told = untold;
        untold = 0;
        return told;
    }

    /// What keeps the shop from a connection: the pool has none in time, or the database refuses,
    /// ends or breaks it (SQLSTATE classes 08 and 53, and those of class 57 that begin with 57P: it
    /// stops, starts, or ends the session). A statement that was cancelled, 57014, is none of them.
    static @Nullable String connectionProblem(Throwable e) {
        for (@Nullable Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException failure && isConnectionProblem(failure)) {
                return failure.getMessage();
            }
        }
        return null;
    }

    private static boolean isConnectionProblem(SQLException e) {
        var state = e.getSQLState();
        return e instanceof SQLTransientConnectionException
                || (state != null
                        && (state.startsWith("08")
                                || state.startsWith("53")
                                || state.startsWith("57P")));
    }
}
