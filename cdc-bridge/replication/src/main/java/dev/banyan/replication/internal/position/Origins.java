package dev.banyan.replication.internal.position;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Replication origins of a target. They belong to the server, outlive databases, and serve one
/// session at a time.
public final class Origins {

    private static final String COPIER = "_copy_";
    private static final String IN_USE = "55006";
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Origins() {}

    /// Makes an origin where it is missing and ties the session to it.
    ///
    /// @throws SQLException with SQLSTATE 55006 while another session has it
    public static void setUp(Connection target, String name) throws SQLException {
        Query.of(
                        """
                        SELECT pg_replication_origin_create(name) FROM (SELECT ?::text AS name) n
                        WHERE NOT EXISTS (SELECT 1 FROM pg_replication_origin WHERE roname = name)
                        """,
                        name)
                .execute(target);
        Query.of("SELECT pg_replication_origin_session_setup(?)", name).execute(target);
    }

    public static boolean isInUse(SQLException e) {
        return IN_USE.equals(e.getSQLState());
    }

    /// The origins of a link's copiers, beside its own.
    public static String copier(String origin, int worker) {
        return origin + COPIER + worker;
    }

    /// Drops an origin and those of its copiers. A session that was closed a moment ago may still
    /// have one: that is waited for.
    public static void drop(Connection target, String name) throws SQLException {
        dropCopiers(target, name);
        awaitDrop(target, "roname = ?", name);
    }

    /// Each takes one of the few places that a server has for origins.
    public static void dropCopiers(Connection target, String name) throws SQLException {
        awaitDrop(target, "starts_with(roname, ?)", name + COPIER);
    }

    private static void awaitDrop(Connection target, String condition, String name)
            throws SQLException {
        Query drop =
                Query.of(
                        "SELECT pg_replication_origin_drop(roname) FROM pg_replication_origin WHERE "
                                + condition,
                        name);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!tryDrop(target, drop, end)) {
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted while origins were dropped.", e);
            }
        }
    }

    private static boolean tryDrop(Connection target, Query drop, long end) throws SQLException {
        try {
            drop.execute(target);
            return true;
        } catch (SQLException e) {
            if (isInUse(e) && System.nanoTime() < end) {
                return false;
            }
            throw e;
        }
    }
}
