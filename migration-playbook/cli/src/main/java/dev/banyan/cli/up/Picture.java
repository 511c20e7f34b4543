package dev.banyan.cli.up;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The programs of an installation: which there are, and what each is told.
final class Picture {
    static final int SHOP_MEGABYTES = 640;
    static final int SERVICE_MEGABYTES = 384;
    private static final int BRIDGE_MEGABYTES = 512;
    private static final int PROXY_MEGABYTES = 192;

    private final Installation installation;
    private final Ports ports;
    private final Jars jars;
    private final Duration patience;

    Picture(Installation installation, Ports ports, Jars jars, Duration patience) {
        this.installation = installation;
        this.ports = ports;
        this.jars = jars;
        this.patience = patience;
    }

    Component shop(ManagedDatabase source) {
        var environment = spring("shop", source, ConfigurationFile.SHOP_ROLE);
        // A laptop that does everything at once is slow at times; that is no failure here.
        environment.put("SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT", "20000");
        environment.put("SHOP_SEED_WHEN", "always");
        environment.put("BANYAN_OUTBOX_RECEIVER_ENABLED", "true");
        environment.put(
                "BANYAN_OUTBOX_RECEIVER_TOKEN", installation.secrets().value("internal-token"));
        environment.put(
                "BANYAN_SEAM_INTERNAL_TOKEN", installation.secrets().value("internal-token"));
        environment.put("BANYAN_SEAM_PROCESS", "shop");
        environment.put("BANYAN_SEAM_STATE_DIRECTORY", installation.state("shop").toString());
        environment.put("BANYAN_SEAM_LEDGER_URL", source.url());
        environment.put("BANYAN_SEAM_LEDGER_USERNAME", Logins.LEDGER);
        environment.put(
                "BANYAN_SEAM_LEDGER_PASSWORD",
                installation.secrets().value(Logins.LEDGER + "-password"));
        return component(
                "shop",
                JavaCommand.steady(jars.of("monolith"), SHOP_MEGABYTES),
                environment,
                "shop",
                "/actuator/health/readiness");
    }

    /// Nothing where no such service has been built.
    Optional<Component> inventoryService(ManagedDatabase target) {
        return jars.find("extracted-services/inventory-service")
                .map(jar -> inventoryService(jar, target));
    }

    private Component inventoryService(Path jar, ManagedDatabase target) {
        var environment = spring("inventory-service", target, ConfigurationFile.SERVICE_ROLE);
        environment.put("INVENTORY_INTERNAL_TOKEN", installation.secrets().value("internal-token"));
        return component(
                "inventory-service",
                JavaCommand.quick(jar, SERVICE_MEGABYTES),
                environment,
                "inventory-service",
                "/actuator/health/readiness");
    }

    Component bridge() {
        return component(
                "bridge",
                JavaCommand.quick(
                        jars.of("cdc-bridge/bridge"),
                        BRIDGE_MEGABYTES,
                        "--config",
                        installation.configuration().toString()),
                Map.of(),
                "bridge-admin",
                "/ready");
    }

    Component proxy() {
        var proxy =
                component(
                        "proxy",
                        JavaCommand.steady(
                                jars.of("strangler-proxy/proxy"),
                                PROXY_MEGABYTES,
                                installation.configuration().toString()),
                        Map.of(),
                        "proxy-admin",
                        "/health/ready");
        return new Component(
                proxy.name(),
                proxy.command(),
                proxy.environment(),
                at("proxy", ""),
                proxy.readiness(),
                proxy.patience());
    }

    private Map<String, String> spring(String port, ManagedDatabase database, String role) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("SERVER_PORT", Integer.toString(ports.of(port)));
        environment.put("SPRING_DATASOURCE_URL", database.url());
        environment.put("SPRING_DATASOURCE_USERNAME", role);
        environment.put(
                "SPRING_DATASOURCE_PASSWORD", installation.secrets().value(role + "-password"));
        return environment;
    }

    private Component component(
            String name,
            List<String> command,
            Map<String, String> environment,
            String port,
            String readiness) {
        return new Component(
                name, command, environment, at(port, ""), at(port, readiness), patience);
    }

    private URI at(String port, String path) {
        return URI.create("http://127.0.0.1:" + ports.of(port) + path);
    }
}
