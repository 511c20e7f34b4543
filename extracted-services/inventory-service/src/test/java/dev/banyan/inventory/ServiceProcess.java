package dev.banyan.inventory;

import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The service as it is run: a process of the built jar, which can be killed. Confined to one
/// thread, but for its address.
final class ServiceProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final TestDatabase database;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process process;

    ServiceProcess(TestDatabase database) {
        this.database = database;
        this.log = target().resolve("service-process.log");
        this.port = freePort();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    void start() throws IOException {
        var builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-jar",
                                jar().toString(),
                                "--server.port=" + port,
                                "--inventory.internal.token=" + RunningService.TOKEN));
        builder.environment().put("SPRING_DATASOURCE_URL", database.url());
        builder.environment().put("SPRING_DATASOURCE_USERNAME", database.username());
        builder.environment().put("SPRING_DATASOURCE_PASSWORD", database.password());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var running = builder.start();
        process = running;
        Runtime.getRuntime().addShutdownHook(new Thread(running::destroyForcibly));
        Awaitility.await("the service to be ready, see " + log)
                .atMost(START_LIMIT)
                .until(() -> !running.isAlive() || isReady());
        if (!running.isAlive()) {
            throw new IllegalStateException(
                    "The service ended at its start, see '%s'.".formatted(log));
        }
    }

    /// As `kill -9` does.
    void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    String build() throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(address("/actuator/info")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        kill();
        http.close();
    }

    private boolean isReady() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(address("/actuator/health/readiness")).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path jar() throws IOException {
        try (var jars = Files.newDirectoryStream(target(), "*-exec.jar")) {
            for (var jar : jars) {
                return jar;
            }
        }
        throw new IllegalStateException(
                "There is no jar that runs in '%s'. Build it first: ./mvnw package -pl extracted-services/inventory-service -am"
                        .formatted(target()));
    }

    private static Path target() {
        return Path.of(
                System.getProperty("banyan.root"),
                "extracted-services",
                "inventory-service",
                "target");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port.", e);
        }
    }
}
