package dev.banyan.replication.fence;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The statements on fence rows, each with its condition.
final class FenceRows {

    private FenceRows() {}

    static Optional<FenceRow> find(Connection connection, String module) throws SQLException {
        return Query.of(
                        "select " + FenceRow.COLUMNS + " from banyan.fence where module = ?",
                        module)
                .first(connection, FenceRow::of);
    }

    static FenceRow require(Connection connection, String module) throws SQLException {
        return find(connection, module)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "This database has no fence for module '"
                                        + module
                                        + "'. Register the module first."));
    }

    static Optional<FenceRow> lock(Connection connection, String module) throws SQLException {
        return Query.of(
                        "select "
                                + FenceRow.COLUMNS
                                + " from banyan.fence where module = ? for share",
                        module)
                .first(connection, FenceRow::of);
    }

    static boolean close(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                change,
                "here = false, epoch = c.epoch, attempt = c.attempt",
                "f.epoch < c.epoch");
    }

    static boolean open(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                change,
                "here = true, epoch = c.epoch, attempt = c.attempt",
                "f.epoch < c.epoch");
    }

    static boolean undo(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                change,
                "here = true, epoch = c.epoch, attempt = c.attempt",
                "(f.epoch < c.epoch or f.attempt = c.attempt)"
                        + " and not (f.here and f.epoch = c.epoch and f.attempt = c.attempt)");
    }

    static boolean claim(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                change,
                "epoch = c.epoch, attempt = c.attempt",
                "f.epoch < c.epoch and not f.here");
    }

    static boolean endClaim(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                change,
                "epoch = c.epoch, attempt = null",
                "f.epoch < c.epoch or f.attempt = c.attempt");
    }

    static boolean releaseClaim(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                change,
                "attempt = null",
                "f.epoch = c.epoch and f.attempt = c.attempt and not f.here");
    }

    /// Changes the row `f` for the change `c`, if the condition holds.
    private static boolean update(
            Connection connection, FenceChange change, String assignment, String condition)
            throws SQLException {
        String sql =
                "update banyan.fence f set %s from (select ?::bigint as epoch, ?::text as attempt) c where f.module = ? and (%s)"
                        .formatted(assignment, condition);
        return Query.of(sql, change.epoch(), change.attempt(), change.module()).update(connection)
                == 1;
    }
}
