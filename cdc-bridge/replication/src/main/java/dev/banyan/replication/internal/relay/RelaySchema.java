package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The tables of a relay, beside the outbox that it reads.
public final class RelaySchema {

    /// The first key of its advisory locks: the letters "rela".
    private static final int LOCK_CLASS = 0x72656C61;

    private static final int MAKING = 0;
    private static final int READING = 1;
    private static final int DELIVERING = 2;
    private static final int CHANGING = 3;
    private static final int INSTALLING = 4;

    private static final List<String> SCRIPT =
            List.of(
                    "CREATE SCHEMA IF NOT EXISTS banyan",
                    "REVOKE ALL ON SCHEMA banyan FROM PUBLIC",
                    """
                    CREATE TABLE IF NOT EXISTS banyan.relayed (
                        place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        lsn pg_lsn,
                        id uuid NOT NULL UNIQUE,
                        module text NOT NULL,
                        type text NOT NULL,
                        subject text NOT NULL,
                        read_at timestamptz NOT NULL DEFAULT clock_timestamp()
                    )
                    """,
                    "CREATE INDEX IF NOT EXISTS relayed_lsn ON banyan.relayed (lsn)",
                    "CREATE INDEX IF NOT EXISTS relayed_read_at ON banyan.relayed (read_at)",
                    """
                    CREATE TABLE IF NOT EXISTS banyan.relay_marker (
                        marker text PRIMARY KEY,
                        lsn pg_lsn NOT NULL,
                        read_at timestamptz NOT NULL DEFAULT clock_timestamp()
                    )
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS banyan.subscription (
                        subscriber text PRIMARY KEY,
                        module text,
                        from_lsn pg_lsn NOT NULL,
                        until_lsn pg_lsn
                    )
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS banyan.delivery (
                        place bigint NOT NULL,
                        subscriber text NOT NULL,
                        event uuid NOT NULL,
                        lsn pg_lsn NOT NULL,
                        module text NOT NULL,
                        subject text NOT NULL,
                        state text NOT NULL DEFAULT 'waiting'
                            CHECK (state IN ('waiting', 'dead', 'done', 'dropped')),
                        tries integer NOT NULL DEFAULT 0,
                        unanswered integer NOT NULL DEFAULT 0,
                        due timestamptz NOT NULL DEFAULT clock_timestamp(),
                        since timestamptz NOT NULL DEFAULT clock_timestamp(),
                        error text,
                        PRIMARY KEY (place, subscriber)
                    ) WITH (fillfactor = 80)
                    """,
                    """
                    CREATE INDEX IF NOT EXISTS delivery_waiting ON banyan.delivery (subscriber, place)
                        WHERE state = 'waiting'
                    """,
                    """
                    CREATE INDEX IF NOT EXISTS delivery_lane ON banyan.delivery (subscriber, subject, place)
                        WHERE state IN ('waiting', 'dead')
                    """,
                    """
                    CREATE INDEX IF NOT EXISTS delivery_due ON banyan.delivery (subscriber, due)
                        WHERE state = 'waiting'
                    """,
                    """
                    CREATE INDEX IF NOT EXISTS delivery_dead ON banyan.delivery (subscriber, subject, place)
                        WHERE state = 'dead'
                    """,
                    "CREATE INDEX IF NOT EXISTS delivery_event ON banyan.delivery (event)");

    private RelaySchema() {}

    /// Makes what is missing, several at once if need be. In the caller's transaction.
    public static void install(Connection connection) throws SQLException {
        Query.of("SELECT pg_advisory_xact_lock(?, ?)", LOCK_CLASS, MAKING).execute(connection);
        for (String statement : SCRIPT) {
            Query.of(statement).execute(connection);
        }
    }

    /// Whether a database has the tables at all.
    public static boolean isInstalled(Connection connection) throws SQLException {
        return Query.of("SELECT to_regclass('banyan.delivery') IS NOT NULL")
                .one(connection, row -> row.getBoolean(1));
    }

    /// One installs or renews at a time; ends with the connection.
    static void awaitInstalling(Connection connection) throws SQLException {
        Query.of("SELECT pg_advisory_lock(?, ?)", LOCK_CLASS, INSTALLING).execute(connection);
    }

    /// The one session that reads the log has this lock, until it ends.
    static boolean tryReading(Connection connection) throws SQLException {
        return tryLock(connection, READING);
    }

    /// The one session that delivers has this lock, until it ends.
    static boolean tryDelivering(Connection connection) throws SQLException {
        return tryLock(connection, DELIVERING);
    }

    private static boolean tryLock(Connection connection, int what) throws SQLException {
        return Query.of("SELECT pg_try_advisory_lock(?, ?)", LOCK_CLASS, what)
                .one(connection, row -> row.getBoolean(1));
    }

    /// New events and changes of subscriptions take turns: else an event could slip between the
    /// rows that were there and the rows that come.
    public static void changeSubscriptions(Connection connection) throws SQLException {
        Query.of("SELECT pg_advisory_xact_lock(?, ?)", LOCK_CLASS, CHANGING).execute(connection);
    }

    /// The same lock, until the connection ends.
    static void holdSubscriptions(Connection connection) throws SQLException {
        Query.of("SELECT pg_advisory_lock(?, ?)", LOCK_CLASS, CHANGING).execute(connection);
    }
}
