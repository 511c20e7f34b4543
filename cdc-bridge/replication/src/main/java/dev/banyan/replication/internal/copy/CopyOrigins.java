package dev.banyan.replication.internal.copy;

import dev.banyan.replication.Link;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;

/// One replication origin for each worker, so that a stream back leaves the copied rows out. An
/// origin serves one session at a time.
final class CopyOrigins {

    private CopyOrigins() {}

    static void setUp(Connection target, Link link, int worker) throws SQLException {
        String name = name(link, worker);
        Query.of(
                        """
                        SELECT pg_replication_origin_create(name) FROM (SELECT ?::text AS name) n
                        WHERE NOT EXISTS (SELECT 1 FROM pg_replication_origin WHERE roname = name)
                        """,
                        name)
                .execute(target);
        Query.of("SELECT pg_replication_origin_session_setup(?)", name).execute(target);
    }

    /// Lets the origin go at once; a closed connection lets it go a little later.
    static void reset(Connection target) throws SQLException {
        Query.of("SELECT pg_replication_origin_session_reset()").execute(target);
        target.commit();
    }

    static void drop(Connection target, Link link) throws SQLException {
        Query.of(
                        """
                        SELECT pg_replication_origin_drop(roname) FROM pg_replication_origin
                        WHERE starts_with(roname, ?)
                        """,
                        name(link, ""))
                .execute(target);
    }

    private static String name(Link link, Object worker) {
        return link.origin() + "_copy_" + worker;
    }
}
