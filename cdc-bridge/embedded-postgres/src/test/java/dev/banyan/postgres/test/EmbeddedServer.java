package dev.banyan.postgres.test;

import dev.banyan.postgres.EmbeddedPostgres;
import dev.banyan.postgres.EmbeddedPostgresSettings;
import java.util.Map;

/// A child process with temporary data.
record EmbeddedServer(EmbeddedPostgres postgres) implements PostgresServer {

    static EmbeddedServer start(Map<String, String> settings) {
        return new EmbeddedServer(
                EmbeddedPostgres.start(
                        EmbeddedPostgresSettings.temporary().withServerSettings(settings)));
    }

    @Override
    public String host() {
        return postgres.host();
    }

    @Override
    public int port() {
        return postgres.port();
    }

    @Override
    public String username() {
        return postgres.username();
    }

    @Override
    public String password() {
        return postgres.password();
    }

    @Override
    public void kill() {
        postgres.kill();
    }

    @Override
    public void restart() {
        postgres.restart();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
