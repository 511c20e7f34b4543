package dev.banyan.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the `banyan.yaml` of an installation.
final class ConfigurationFile {
    /// The login of the shop in the source database.
    static final String SHOP_ROLE = "shop";

    /// The login of the inventory service in the target database.
    static final String SERVICE_ROLE = "inventory";

    private final Installation installation;
    private final Ports ports;
    private final ContractPart contracts;

    ConfigurationFile(Installation installation, Ports ports, Jars jars) {
        this.installation = installation;
        this.ports = ports;
        this.contracts = new ContractPart(jars, ports);
    }

    void write(ManagedDatabase source, ManagedDatabase target) {
        try {
            Files.writeString(installation.configuration(), text(source, target));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'%s' cannot be written.".formatted(installation.configuration()), e);
        }
    }

    private String text(ManagedDatabase source, ManagedDatabase target) {
        return """
        # Written anew by each './banyan up'. To change something, copy it and name the copy with --config.
        source:
          url: %s
          username: %s
          passwordFile: %s
        proxy:
          name: proxy
          listen: 127.0.0.1:%d
          admin: 127.0.0.1:%d
          adminTokenFile: %s
          state: %s
          control:
            upstreams: [http://127.0.0.1:%d]
            # A laptop that does everything at once is slow at times; that is no failure here.
            timeouts: {response: 30s}
            breaker: {slowAfter: 30s}
            health: {path: /actuator/health/liveness, interval: 1s, timeout: 10s, failures: 10}
        bridge:
          name: bridge
          admin: 127.0.0.1:%d
          adminTokenFile: %s
          state: %s
          events:
            tokenFile: %s
        modules:
          inventory:
            schemas: [inventory]
            target:
              url: %s
              username: %s
              passwordFile: %s
            candidate:
              upstreams: [http://127.0.0.1:%d]
              timeouts: {response: 30s}
              breaker: {slowAfter: 30s}
              health: {path: /actuator/health/liveness, interval: 1s, timeout: 10s, failures: 10}
            routes:
              - path: /api/inventory/**
            stickyKey: header:X-Customer-Id
            events: {}
            knownWriters:
              - role: %s
              - role: %s
        %s
        """
                .formatted(
                        source.url(),
                        source.username(),
                        quoted(source.passwordFile()),
                        ports.of("proxy"),
                        ports.of("proxy-admin"),
                        quoted(installation.secrets().file("proxy-admin-token")),
                        quoted(installation.state("proxy")),
                        ports.of("shop"),
                        ports.of("bridge-admin"),
                        quoted(installation.secrets().file("bridge-admin-token")),
                        quoted(installation.state("bridge")),
                        quoted(installation.secrets().file("internal-token")),
                        target.url(),
                        target.username(),
                        quoted(target.passwordFile()),
                        ports.of("inventory-service"),
                        SHOP_ROLE,
                        SERVICE_ROLE,
                        contracts.text());
    }

    private static String quoted(Path path) {
        return ContractPart.quoted(path.toString());
    }
}
