package dev.banyan.replication;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Connections that were opened before they are needed: to log in takes longer than most
/// transactions. When none is left, new ones are opened. Safe for use by threads.
public final class ReadyConnections implements Connections, AutoCloseable {

    private final Database database;
    private final Queue<Connection> ready = new ConcurrentLinkedQueue<>();

    /// What a session does first, so that it knows the tables that it will need.
    @FunctionalInterface
    public interface WarmUp {
        void run(Connection connection) throws SQLException;
    }

    private ReadyConnections(Database database) {
        this.database = database;
    }

    /// Opens so many now.
    public static ReadyConnections open(
            Database database, String purpose, int number, WarmUp warmUp) throws SQLException {
        ReadyConnections connections = new ReadyConnections(database);
        try {
            for (int i = 0; i < number; i++) {
                Connection connection = database.connect(purpose);
                connections.ready.add(connection);
                warmUp.run(connection);
            }
            return connections;
        } catch (SQLException | RuntimeException failure) {
            connections.close();
            throw failure;
        }
    }

    @Override
    public Connection connect(String purpose) throws SQLException {
        Connection next = ready.poll();
        return next == null ? database.connect(purpose) : next;
    }

    /// Closes those that nobody has asked for.
    @Override
    public void close() throws SQLException {
        for (Connection next = ready.poll(); next != null; next = ready.poll()) {
            next.close();
        }
    }
}
