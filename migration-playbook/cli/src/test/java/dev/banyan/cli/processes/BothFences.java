package dev.banyan.cli.processes;

import dev.banyan.postgres.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// Looks all the time whether both sides are open at once.
final class BothFences implements AutoCloseable {
    private final TestDatabase source;
    private final TestDatabase target;
    private final String module;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<String> both = new AtomicReference<>("");
    private final Thread thread;

    BothFences(LendingInstallation installation) {
        this.source = installation.source;
        this.target = installation.target;
        this.module = installation.module;
        this.thread = Thread.ofVirtual().name("both fences").start(this::watch);
    }

    private void watch() {
        while (!ended.get()) {
            try (var here = LendingInstallation.watching(source);
                    var there = LendingInstallation.watching(target)) {
                while (!ended.get()) {
                    look(here, there);
                    Eventually.pause();
                }
            } catch (SQLException killed) {
                Eventually.pause();
            }
        }
    }

    /// The same row of the source before and behind the look at the target was so meanwhile.
    private void look(Connection here, Connection there) throws SQLException {
        var before = open(here);
        var target = open(there);
        if (before.isPresent() && target.isPresent() && before.equals(open(here))) {
            both.set("source %s and target %s".formatted(before.get(), target.get()));
        }
    }

    private Optional<String> open(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT epoch || ' ' || coalesce(attempt, '') FROM banyan.fence WHERE module = ? AND here")) {
            statement.setString(1, module);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /// What was seen, empty if all was well.
    String seen() {
        return both.get();
    }

    @Override
    public void close() {
        ended.set(true);
        Eventually.join(thread);
    }
}
