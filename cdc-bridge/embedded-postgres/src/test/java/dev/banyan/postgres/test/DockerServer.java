package dev.banyan.postgres.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A container. The only class here that needs Testcontainers.
record DockerServer(PostgreSQLContainer container) implements PostgresServer {
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
        throw new UnsupportedOperationException(
                "A container gets another port when it starts again; run this test with TEST_POSTGRES=embedded.");
    }

    @Override
    public void restart() {
        kill();
    }

    @Override
    public void close() {
        container.stop();
    }
}
