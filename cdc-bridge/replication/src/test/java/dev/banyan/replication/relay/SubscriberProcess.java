package dev.banyan.replication.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.banyan.replication.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A process that takes events, with an inbox in a database of its own; now and then it refuses
/// one, and now and then it has the effect and gives no answer.
///
/// Arguments: URL, user and password of its database, port, seed.
final class SubscriberProcess {

    static final String TABLES =
            """
            CREATE TABLE inbox (event uuid PRIMARY KEY);
            CREATE TABLE effect (place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                 event uuid NOT NULL, subject text NOT NULL, n integer NOT NULL);
            """;

    private final Database database;
    private final Random random;
    private @Nullable Connection connection;

    private SubscriberProcess(Database database, long seed) {
        this.database = database;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().start(SubscriberProcess::endWithParent);
        var subscriber =
                new SubscriberProcess(
                        new Database(arguments[0], arguments[1], arguments[2]),
                        Long.parseLong(arguments[4]));
        var server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[3])),
                        64);
        server.createContext("/internal/events", subscriber::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var n =
                    Integer.parseInt(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            var headers = exchange.getRequestHeaders();
            var event = UUID.fromString(headers.getFirst("ce-id"));
            int chance = chance();
            if (chance == 0) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            take(event, headers.getFirst("ce-subject"), n);
            if (chance != 1) {
                exchange.sendResponseHeaders(204, -1);
            }
        } catch (SQLException e) {
            exchange.sendResponseHeaders(500, -1);
        }
    }

    private synchronized int chance() {
        return random.nextInt(50);
    }

    /// Over one connection, which is made anew after a failure.
    private synchronized void take(UUID event, String subject, int n) throws SQLException {
        Connection open = connection == null ? database.connect("subscriber") : connection;
        connection = null;
        open.setAutoCommit(false);
        if (isFirst(open, event)) {
            try (var statement =
                    open.prepareStatement(
                            "INSERT INTO public.effect (event, subject, n) VALUES (?, ?, ?)")) {
                statement.setObject(1, event);
                statement.setString(2, subject);
                statement.setInt(3, n);
                statement.execute();
            }
        }
        open.commit();
        connection = open;
    }

    private static boolean isFirst(Connection connection, UUID event) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "INSERT INTO public.inbox VALUES (?) ON CONFLICT DO NOTHING")) {
            statement.setObject(1, event);
            return statement.executeUpdate() == 1;
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing: this process ends when it does.
            }
        } catch (IOException e) {
            // The same.
        }
        Runtime.getRuntime().halt(1);
    }

    static List<String> command(Database database, int port, long seed) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                SubscriberProcess.class.getName(),
                database.url(),
                database.username(),
                database.password(),
                String.valueOf(port),
                String.valueOf(seed));
    }
}
