package dev.banyan.bridge;

import dev.banyan.bridge.shop.RunningShop;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.postgres.test.TestDatabase;
import java.util.Map;

/// The `banyan.yaml` of a test: two databases, and a module that is one schema.
///
/// @param events further lines of the bridge, which say where events go
record TestSettings(
        TestDatabase source,
        TestDatabase target,
        String module,
        String schema,
        String candidate,
        String events) {

    /// Nobody listens there.
    static final String NOWHERE = "http://127.0.0.1:1";

    Map<String, String> environment() {
        return Map.of("PASSWORD", source.password(), "TOKEN", RunningShop.TOKEN);
    }

    BanyanSettings parsed() {
        var yaml =
                """
                source:
                  url: %s
                  username: %s
                  password: ${PASSWORD}
                bridge:
                  reader: pgoutput
                %s
                modules:
                  %s:
                    schemas: [%s]
                    target:
                      url: %s
                      username: %s
                      password: ${PASSWORD}
                    candidate:
                      upstreams: [%s]
                    routes:
                      - path: /%s/**
                    knownWriters:
                      - role: %s
                """
                        .formatted(
                                source.url(),
                                source.username(),
                                events.indent(2).stripTrailing(),
                                module,
                                schema,
                                target.url(),
                                target.username(),
                                candidate,
                                schema,
                                source.username());
        return BanyanSettings.parse("banyan.yaml", yaml, environment());
    }

    Bridge bridge(String name) {
        return new Bridge(parsed(), environment(), name);
    }
}
