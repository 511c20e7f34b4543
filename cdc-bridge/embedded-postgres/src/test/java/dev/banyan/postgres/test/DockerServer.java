package dev.banyan.postgres.test;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A container. The only class here that needs Testcontainers.
record DockerServer(PostgreSQLContainer container) implements PostgresServer {
    private static final Duration STARTUP_LIMIT = Duration.ofMinutes(2);
    private static final String IMAGE = "postgres:18";

    static boolean isAvailable() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static DockerServer start(Map<String, String> settings) {
        var image = System.getenv().getOrDefault("TEST_POSTGRES_IMAGE", IMAGE);
        var container = new PostgreSQLContainer(image);
        container.withUsername("postgres").withDatabaseName("postgres");
        var command = new ArrayList<>(List.of("postgres"));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        container.setCommand(command.toArray(String[]::new));
        // A port that Docker picks would change when a killed container starts again.
        container.setPortBindings(List.of("%d:5432".formatted(freePort())));
        container.start();
        return new DockerServer(container);
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public String username() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        if (container.isRunning()) {
            docker().stopContainerCmd(container.getContainerId()).exec();
        }
        docker().startContainerCmd(container.getContainerId()).exec();
        awaitAnswer();
    }

    private void awaitAnswer() {
        var deadline = System.nanoTime() + STARTUP_LIMIT.toNanos();
        while (!answers()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new IllegalStateException(
                        "The container did not answer within %s after its restart."
                                .formatted(STARTUP_LIMIT));
            }
            LockSupport.parkNanos(STARTUP_LIMIT.toNanos() / 1_000);
        }
    }

    private boolean answers() {
        try (var connection = database("postgres").connect()) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot find a free port.", e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
