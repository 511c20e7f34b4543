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
                "here = false, epoch = ?, attempt = ?",
                "epoch < ?",
                change.epoch(),
                change.attempt(),
                change.module(),
                change.epoch());
    }

    static boolean open(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                "here = true, epoch = ?, attempt = ?",
                "epoch < ?",
                change.epoch(),
                change.attempt(),
                change.module(),
                change.epoch());
    }

    static boolean undo(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                "here = true, epoch = ?, attempt = ?",
                "(epoch < ? or attempt = ?) and not (here and epoch = ? and attempt = ?)",
                change.epoch(),
                change.attempt(),
                change.module(),
                change.epoch(),
                change.attempt(),
                change.epoch(),
                change.attempt());
    }

    static boolean claim(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                "epoch = ?, attempt = ?",
                "epoch < ? and not here",
                change.epoch(),
                change.attempt(),
                change.module(),
                change.epoch());
    }

    static boolean endClaim(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                "epoch = ?, attempt = null",
                "epoch < ? or attempt = ?",
                change.epoch(),
                change.module(),
                change.epoch(),
                change.attempt());
    }

    static boolean releaseClaim(Connection connection, FenceChange change) throws SQLException {
        return update(
                connection,
                "attempt = null",
                "epoch = ? and attempt = ? and not here",
                change.module(),
                change.epoch(),
                change.attempt());
    }

    private static boolean update(
            Connection connection, String assignment, String condition, Object... parameters)
            throws SQLException {
        String sql =
                "update banyan.fence set "
                        + assignment
                        + " where module = ? and ("
                        + condition
                        + ")";
        return Query.of(sql, parameters).update(connection) == 1;
    }
}
