package dev.banyan.replication.relay;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A database with an outbox, made by the outbox starter's own scripts.
record TestOutbox(TestDatabase database) {

    private static final Path SCRIPTS = Path.of("../outbox/src/main/resources/dev/banyan/outbox");

    static TestOutbox create(PostgresServer server, String... modules) {
        var outbox = new TestOutbox(server.createDatabase());
        for (int version = 1; Files.exists(script(version)); version++) {
            outbox.execute(read(script(version)));
        }
        for (var module : modules) {
            outbox.execute(
                    "CREATE TABLE banyan_outbox.event_%1$s PARTITION OF banyan_outbox.event FOR VALUES IN ('%1$s')"
                            .formatted(module));
        }
        return outbox;
    }

    private static Path script(int version) {
        return SCRIPTS.resolve("V" + version + ".sql");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Database access() {
        return new Database(database.url(), database.username(), database.password());
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    /// Publishes as the starter does, in the caller's transaction.
    static UUID publish(Connection connection, String module, String subject, String data)
            throws SQLException {
        var id = UUID.randomUUID();
        try (var statement =
                connection.prepareStatement(
                        """
                        INSERT INTO banyan_outbox.event_%1$s (module, id, source, type, subject, time,
                            schemaversion, correlationid, data)
                        VALUES ('%1$s', ?, '/test', '%1$s.happened', ?, now(), 1, 'c', ?::jsonb)
                        """
                                .formatted(module))) {
            statement.setObject(1, id);
            statement.setString(2, subject);
            statement.setString(3, data);
            statement.execute();
        }
        return id;
    }

    UUID publish(String module, String subject, String data) {
        try (var connection = connect()) {
            return publish(connection, module, subject, data);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Notes an event for a listener of the application beside the outbox, as the starter does.
    static void note(Connection connection, UUID event, String consumer) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        WITH publication AS (
                            INSERT INTO banyan_outbox.event_publication
                                (id, listener_id, event_type, serialized_event, publication_date)
                            VALUES (gen_random_uuid(), ?, 'type', '{}', now()) RETURNING id)
                        INSERT INTO banyan_outbox.delivery (publication_id, event_id, consumer, module,
                            subject, event_source, event_module, event_name, event_version, event_time,
                            external, correlation_id)
                        SELECT p.id, e.id, ?, split_part(?, '.', 1), e.subject, e.source, e.module,
                               'happened', 1, e.time, true, 'c'
                        FROM publication p, banyan_outbox.event e WHERE e.id = ?
                        """)) {
            statement.setString(1, consumer);
            statement.setString(2, consumer);
            statement.setString(3, consumer);
            statement.setObject(4, event);
            statement.execute();
        }
    }

    /// Publishes and notes it for a listener, in one transaction.
    UUID publishFor(String consumer, String module, String subject, String data) {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            var event = publish(connection, module, subject, data);
            note(connection, event, consumer);
            connection.commit();
            return event;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<@Nullable String> query(String sql) {
        var rows = new ArrayList<@Nullable String>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    String value(String sql) {
        return String.valueOf(query(sql).getFirst());
    }
}
