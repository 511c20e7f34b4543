package dev.banyan.replication;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The position rows of a target: `banyan.position`, one for each link.
///
/// Every method works on the caller's connection and in its transaction.
public final class Positions {

    /// Markers that a row remembers.
    static final int MARKERS = 32;

    private Positions() {}

    /// Makes schema and table where they are missing. Repeatable, also by several at once.
    public static void install(Connection target) throws SQLException {
        Query.of("SELECT pg_advisory_lock(hashtext('banyan.position'))").execute(target);
        try {
            Query.of("CREATE SCHEMA IF NOT EXISTS banyan").execute(target);
            Query.of(
                            """
                            CREATE TABLE IF NOT EXISTS banyan.position (
                                link text PRIMARY KEY,
                                slot text NOT NULL,
                                system_identifier text NOT NULL,
                                publication text NOT NULL,
                                commit_lsn pg_lsn NOT NULL,
                                heartbeat_clock timestamptz,
                                markers text[] NOT NULL DEFAULT '{}',
                                transactions bigint NOT NULL DEFAULT 0,
                                rows bigint NOT NULL DEFAULT 0,
                                written_at timestamptz NOT NULL DEFAULT clock_timestamp()
                            ) WITH (fillfactor = 50)
                            """)
                    .execute(target);
        } finally {
            Query.of("SELECT pg_advisory_unlock(hashtext('banyan.position'))").execute(target);
        }
    }

    public static Optional<Position> read(Connection target, String link) throws SQLException {
        return Query.of("SELECT * FROM banyan.position WHERE link = ?", link)
                .first(target, Positions::position);
    }

    /// Begins a link at the place where its copy was taken.
    public static void begin(
            Connection target, Link link, String systemIdentifier, String publication, Lsn lsn)
            throws SQLException {
        Query.of(
                        """
                        INSERT INTO banyan.position (link, slot, system_identifier, publication, commit_lsn)
                        VALUES (?, ?, ?, ?, ?::pg_lsn)
                        ON CONFLICT (link) DO UPDATE SET
                            slot = excluded.slot, system_identifier = excluded.system_identifier,
                            publication = excluded.publication, commit_lsn = excluded.commit_lsn,
                            heartbeat_clock = NULL, markers = '{}', transactions = 0, rows = 0
                        """,
                        link.name(),
                        link.slot(),
                        systemIdentifier,
                        publication,
                        lsn.toString())
                .execute(target);
    }

    public static void remove(Connection target, String link) throws SQLException {
        Query.of("DELETE FROM banyan.position WHERE link = ?", link).execute(target);
    }

    /// Whether a target has the table at all; reading needs it.
    public static boolean isInstalled(Connection target) throws SQLException {
        return Query.of("SELECT to_regclass('banyan.position') IS NOT NULL")
                .one(target, row -> row.getBoolean(1));
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(
                row.getString("link"),
                row.getString("slot"),
                row.getString("system_identifier"),
                row.getString("publication"),
                Lsn.parse(row.getString("commit_lsn")),
                Optional.ofNullable(row.getObject("heartbeat_clock", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                markers(row),
                row.getLong("transactions"),
                row.getLong("rows"));
    }

    private static List<String> markers(ResultSet row) throws SQLException {
        return Query.texts(row, "markers");
    }
}
