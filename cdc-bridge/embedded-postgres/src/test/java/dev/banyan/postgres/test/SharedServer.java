package dev.banyan.postgres.test;

import java.util.Map;

/// Holds the one server of this JVM.
final class SharedServer {
    static final PostgresServer INSTANCE = start();

    private SharedServer() {}

    private static PostgresServer start() {
        var server = ServerKind.fromEnvironment().start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop shared PostgreSQL"));
        return server;
    }
}
