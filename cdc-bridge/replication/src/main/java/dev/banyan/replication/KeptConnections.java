package dev.banyan.replication;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Connections that are used again, for work that asks the same databases again and again: to log
/// in costs both ends more than most questions do.
///
/// What runs within [#during] gets them from [Database#connect] and closes them as any other; then
/// the session forgets all settings and locks and waits for the next. Safe for use by threads.
public final class KeptConnections implements AutoCloseable {

    private static final ScopedValue<KeptConnections> CURRENT = ScopedValue.newInstance();
    private static final long KEPT = Duration.ofSeconds(30).toNanos();
    private static final String FORGET =
            "RESET ALL; SELECT pg_advisory_unlock_all(); DISCARD TEMP; UNLISTEN *";

    private final Map<Database, Deque<Idle>> idle = new HashMap<>();
    private boolean closed;

    /// A connection that nobody uses, since when.
    private record Idle(Connection connection, long since) {}

    /// Work that may be interrupted.
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /// Runs work whose connections are kept afterwards.
    public void during(Work work) throws InterruptedException {
        ScopedValue.where(CURRENT, this)
                .call(() -> {
                    work.run();
                    return true;
                });
    }

    /// The ones of the running work, if it keeps any.
    static @Nullable KeptConnections current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /// One that is there and still works, or a new one.
    Connection take(Database database, String purpose) throws SQLException {
        for (var found = next(database); found != null; found = next(database)) {
            if (isReady(found, Database.name(purpose))) {
                return lend(database, found);
            }
        }
        return lend(database, database.open(purpose));
    }

    private synchronized @Nullable Connection next(Database database) {
        closeOld(System.nanoTime());
        var waiting = idle.get(database);
        var found = waiting == null ? null : waiting.pollLast();
        return found == null ? null : found.connection();
    }

    /// Whether the other end is still there; it learns what the session is for.
    private static boolean isReady(Connection connection, String name) {
        try (var statement = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
            statement.setString(1, "application_name");
            statement.setString(2, name);
            return statement.execute();
        } catch (SQLException lost) {
            end(connection);
            return false;
        }
    }

    private Connection lend(Database database, Connection connection) {
        var returned = new AtomicBoolean();
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                if (returned.compareAndSet(false, true)) {
                                    giveBack(database, connection);
                                }
                                return null;
                            }
                            return call(connection, method, arguments);
                        });
    }

    private static @Nullable Object call(
            Connection connection, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }

    private void giveBack(Database database, Connection connection) {
        if (!hasForgotten(connection) || !isKept(database, connection)) {
            end(connection);
        }
    }

    private static boolean hasForgotten(Connection connection) {
        try {
            if (connection.isClosed()) {
                return false;
            }
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            connection.setReadOnly(false);
            try (var statement = connection.createStatement()) {
                var _ = statement.execute(FORGET);
            }
            return true;
        } catch (SQLException lost) {
            return false;
        }
    }

    private synchronized boolean isKept(Database database, Connection connection) {
        if (!closed) {
            idle.computeIfAbsent(database, _ -> new ArrayDeque<>())
                    .addLast(new Idle(connection, System.nanoTime()));
        }
        return !closed;
    }

    private void closeOld(long now) {
        for (var waiting : idle.values()) {
            while (!waiting.isEmpty() && now - waiting.getFirst().since() > KEPT) {
                end(waiting.removeFirst().connection());
            }
        }
        idle.values().removeIf(Deque::isEmpty);
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            return; // it is what was wanted
        }
    }

    /// Those in use are closed when they are given back.
    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(waiting -> waiting.forEach(one -> end(one.connection())));
        idle.clear();
    }
}
