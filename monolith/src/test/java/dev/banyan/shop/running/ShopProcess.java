package dev.banyan.shop.running;

import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The shop as users run it: a process of the built jar, extracted so that it starts sooner, which
/// can be killed. Confined to one thread.
public final class ShopProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final TestDatabase database;
    private final Path directory;
    private final Path log;
    private final int port;
    private final ShopClient client;
    private @Nullable Process process;

    /// Extracts the shop into the directory, and logs there.
    public ShopProcess(TestDatabase database, Path directory) {
        this.database = database;
        this.directory = directory;
        this.log = directory.resolve("shop.log");
        this.port = freePort();
        this.client = new ShopClient(port);
        extract();
    }

    public ShopClient client() {
        return client;
    }

    /// Starts it and waits until it answers.
    public void start() {
        var running = launch();
        process = running;
        Runtime.getRuntime().addShutdownHook(new Thread(running::destroyForcibly));
        Awaitility.await("the shop to be ready, see " + log)
                .atMost(START_LIMIT)
                .until(() -> !running.isAlive() || isReady());
        if (!running.isAlive()) {
            throw new IllegalStateException(
                    "The shop ended at its start, see '%s'.".formatted(log));
        }
    }

    /// How many connections to its database it works with at this moment. What never comes back to
    /// zero leaks.
    public int connectionsInUse() {
        return client.text("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith("hikaricp_connections_active"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    /// As `kill -9` does: nothing is said goodbye to.
    public void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() {
        var command =
                List.of(
                        java(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx384m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        directory.resolve("shop").resolve(jar().getFileName()).toString(),
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--shop.payment.provider-timeout=500ms");
        var builder = new ProcessBuilder(command);
        builder.environment().put("SPRING_DATASOURCE_URL", database.url());
        builder.environment().put("SPRING_DATASOURCE_USERNAME", database.username());
        builder.environment().put("SPRING_DATASOURCE_PASSWORD", database.password());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return started(builder);
    }

    private void extract() {
        var builder =
                new ProcessBuilder(
                        java(),
                        "-Djarmode=tools",
                        "-jar",
                        jar().toString(),
                        "extract",
                        "--force",
                        "--destination",
                        directory.resolve("shop").toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        int exit = started(builder).onExit().join().exitValue();
        if (exit != 0) {
            throw new IllegalStateException(
                    "The shop's jar cannot be extracted (exit %d), see '%s'.".formatted(exit, log));
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start '%s'.".formatted(builder.command()), e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private boolean isReady() {
        try {
            return client.get("/actuator/health/readiness").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Path jar() {
        var target = Path.of(System.getProperty("banyan.root", ".."), "monolith", "target");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "*-exec.jar")) {
            var found = jars.iterator();
            if (found.hasNext()) {
                return found.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into '%s'.".formatted(target), e);
        }
        throw new IllegalStateException(
                "There is no jar that runs in '%s'. Build it first: ./mvnw package -pl monolith -am"
                        .formatted(target));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port.", e);
        }
    }
}
