package dev.banyan.replication.fence;

import dev.banyan.replication.Database;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Puts the fence's trigger on tables and takes it off again.
///
/// One table at a time: a table is locked for as long as its catalogue entry takes, and never while
/// another one is waited for. What is as wanted already is not touched.
public final class FenceTriggers {

    private static final String HOLDERS =
            "select "
                    + Blocker.COLUMNS
                    + """
                    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
                    where l.locktype = 'relation' and l.granted and l.relation = to_regclass(?)
                      and l.database = (select oid from pg_database where datname = current_database())
                      and l.mode = any (?) and l.pid is distinct from pg_backend_pid()
                    order by a.xact_start
                    """;

    private static final List<String> AGAINST_CREATION =
            List.of(
                    "RowExclusiveLock",
                    "ShareUpdateExclusiveLock",
                    "ShareLock",
                    "ShareRowExclusiveLock",
                    "ExclusiveLock",
                    "AccessExclusiveLock");

    private static final List<String> AGAINST_REMOVAL =
            List.of(
                    "AccessShareLock",
                    "RowShareLock",
                    "RowExclusiveLock",
                    "ShareUpdateExclusiveLock",
                    "ShareLock",
                    "ShareRowExclusiveLock",
                    "ExclusiveLock",
                    "AccessExclusiveLock");

    private final Database database;
    private final TriggerSettings settings;

    public FenceTriggers(Database database, TriggerSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// What could not be changed in time, and who was in the way; the tables before it are done.
    public record Obstacle(TableName table, List<Blocker> blockers) {
        @Override
        public String toString() {
            return "Table '%s' was in use for too long by %s. End that, then try again."
                    .formatted(table, blockers.isEmpty() ? "nobody who is still there" : blockers);
        }
    }

    /// Puts the module's trigger on tables: roots, partitions and all.
    public Optional<Obstacle> install(String module, Collection<TableName> tables)
            throws SQLException, InterruptedException {
        try (Connection connection = database.connect("fence")) {
            FenceTrigger trigger = FenceTrigger.of(FenceRows.require(connection, module));
            for (TableName table : tables.stream().sorted().toList()) {
                Optional<Obstacle> obstacle = install(connection, trigger, table);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            }
            return Optional.empty();
        }
    }

    /// Makes the rows of an outbox that name the module pass its fence when they are inserted.
    ///
    /// @param moduleColumn the column of the outbox that names the module
    public Optional<Obstacle> installOnOutbox(String module, TableName outbox, String moduleColumn)
            throws SQLException, InterruptedException {
        try (Connection connection = database.connect("fence")) {
            FenceTrigger trigger =
                    FenceTrigger.ofOutbox(FenceRows.require(connection, module), moduleColumn);
            return install(connection, trigger, outbox);
        }
    }

    /// Takes the module's trigger off every table of the database that has it; nothing stays
    /// behind.
    public Optional<Obstacle> remove(String module) throws SQLException, InterruptedException {
        try (Connection connection = database.connect("fence")) {
            FenceTrigger trigger = FenceTrigger.of(FenceRows.require(connection, module));
            for (TableName table : trigger.tables(connection)) {
                Optional<Obstacle> obstacle =
                        change(connection, trigger.drop(table), table, AGAINST_REMOVAL);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            }
            return Optional.empty();
        }
    }

    /// Which of these tables an application could write past the fence, and why: the trigger is
    /// missing, disabled or another one, or the function was changed.
    public List<FenceGap> gaps(String module, Collection<TableName> tables) throws SQLException {
        try (Connection connection = database.connect("fence")) {
            FenceTrigger trigger = FenceTrigger.of(FenceRows.require(connection, module));
            if (!FenceObjects.areThere(connection)) {
                return List.of(FenceGap.FUNCTION_CHANGED);
            }

            List<FenceGap> gaps = new ArrayList<>();
            for (TableName table : tables.stream().sorted().toList()) {
                trigger.gap(connection, table).ifPresent(gaps::add);
            }
            return gaps;
        }
    }

    private Optional<Obstacle> install(Connection connection, FenceTrigger trigger, TableName table)
            throws SQLException, InterruptedException {
        if (trigger.gap(connection, table).isEmpty()) {
            return Optional.empty();
        }
        return change(connection, trigger.create(table), table, AGAINST_CREATION);
    }

    private Optional<Obstacle> change(
            Connection connection, String sql, TableName table, List<String> conflicting)
            throws SQLException, InterruptedException {
        Duration wait = settings.lockTimeout();
        for (int attempt = 1; ; attempt++) {
            if (isDone(connection, sql, wait)) {
                return Optional.empty();
            }

            List<Blocker> holders =
                    Query.of(HOLDERS, table.quoted(), conflicting).list(connection, Blocker::of);
            if (attempt == settings.attempts()) {
                return Optional.of(new Obstacle(table, holders));
            }
            wait =
                    cancelsAutovacuum(connection, holders)
                            ? settings.lockTimeout()
                            : waitThatMovesAutovacuum(connection);
            Thread.sleep(settings.pause());
        }
    }

    private static boolean isDone(Connection connection, String sql, Duration wait)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            Query.of("select set_config('lock_timeout', ?, true)", wait.toMillis() + "ms")
                    .execute(connection);
            Query.of(sql).execute(connection);
            connection.commit();
            return true;
        } catch (SQLException failure) {
            connection.rollback();
            if (!Query.isLockTimeout(failure)) {
                throw failure;
            }
            return false;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /// @return false if an autovacuum is in the way that this role may not cancel
    private static boolean cancelsAutovacuum(Connection connection, List<Blocker> holders)
            throws SQLException {
        try {
            for (Blocker holder : holders) {
                if (holder.isAutovacuum()) {
                    Query.of("select pg_cancel_backend(?)", holder.process()).execute(connection);
                }
            }
            return true;
        } catch (SQLException failure) {
            if (!"42501".equals(failure.getSQLState())) {
                throw failure;
            }
            return false;
        }
    }

    /// PostgreSQL itself cancels an autovacuum that somebody has waited for as long as
    /// `deadlock_timeout`.
    private Duration waitThatMovesAutovacuum(Connection connection) throws SQLException {
        return Query.of(
                        "select setting::bigint as millis from pg_settings where name = 'deadlock_timeout'")
                .one(connection, row -> Duration.ofMillis(row.getLong("millis")))
                .plus(settings.lockTimeout());
    }
}
