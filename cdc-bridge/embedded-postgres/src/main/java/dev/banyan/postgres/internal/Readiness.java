package dev.banyan.postgres.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Waits until PostgreSQL answers a real query.
final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// How the wait ended.
    enum Result {
        READY,
        ENDED,
        TIMED_OUT
    }

    private final String url;
    private final Properties login = new Properties();
    private @Nullable SQLException lastFailure;

    Readiness(String url, String username, String password) {
        this.url = url;
        login.setProperty("user", username);
        login.setProperty("password", password);
        login.setProperty("loginTimeout", "10");
        login.setProperty("socketTimeout", "10");
        login.setProperty("ApplicationName", "banyan-embedded-postgres");
    }

    Result await(Postmaster postmaster, long deadlineNanos) {
        while (System.nanoTime() - deadlineNanos < 0) {
            if (!postmaster.isRunning()) {
                return Result.ENDED;
            }
            if (answers()) {
                return Result.READY;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
        }
        return Result.TIMED_OUT;
    }

    /// Why the last attempt failed.
    @Nullable SQLException lastFailure() {
        return lastFailure;
    }

    private boolean answers() {
        try (var connection = new Driver().connect(url, login)) {
            return connection != null && connection.isValid(10);
        } catch (SQLException e) {
            lastFailure = e;
            return false;
        }
    }
}
