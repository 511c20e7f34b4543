package dev.banyan.cli.up;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.ProcessState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Starts every part of the picture in an order in which each finds what it needs.
final class Startup {
    private final Installation installation;
    private final Ports ports;
    private final Supervisor supervisor;
    private final Readiness readiness;
    private final Duration patience;

    Startup(
            Installation installation,
            Ports ports,
            Supervisor supervisor,
            Readiness readiness,
            Duration patience) {
        this.installation = installation;
        this.ports = ports;
        this.supervisor = supervisor;
        this.readiness = readiness;
        this.patience = patience;
    }

    /// Returns when all are ready; what clients use is the last one.
    void run(Jars jars) throws InterruptedException {
        var source = database("source-database", "shop");
        var target = database("target-database", "inventory");
        prepare(source, target, jars);
        var picture = new Picture(installation, ports, jars, patience);
        var components = new ArrayList<Component>();
        components.add(picture.shop(source));
        picture.inventoryService(target).ifPresent(components::add);
        components.add(picture.bridge());
        components.add(picture.proxy());
        startAll(components);
    }

    private void startAll(Iterable<Component> components) throws InterruptedException {
        long from = System.nanoTime();
        var begun = new ArrayList<ManagedProcess>();
        for (var component : components) {
            begun.add(supervisor.begin(component.name(), () -> process(component)));
        }
        supervisor.awaitReady(begun, from);
    }

    private ManagedProcess process(Component component) {
        return ManagedProcess.start(
                component, installation.logs(), workingDirectory(component), readiness);
    }

    /// Each has a folder of its own, for whatever it writes beside itself.
    private Path workingDirectory(Component component) {
        try {
            return Files.createDirectories(installation.state(component.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder '%s' cannot be used: %s".formatted(installation.folder(), e), e);
        }
    }

    private ManagedDatabase database(String name, String database) throws InterruptedException {
        long from = System.nanoTime();
        var started =
                supervisor.begin(
                        name,
                        () ->
                                ManagedDatabase.start(
                                        name,
                                        database,
                                        installation.database(name),
                                        ports.of(name),
                                        patience));
        started.showLogIn(installation.logs());
        supervisor.awaitReady(List.of(started), from);
        return started;
    }

    private void prepare(ManagedDatabase source, ManagedDatabase target, Jars jars) {
        new ConfigurationFile(installation, ports, jars).write(source, target);
        var secrets = installation.secrets();
        Logins.give(
                source,
                ConfigurationFile.SHOP_ROLE,
                secrets.value(ConfigurationFile.SHOP_ROLE + "-password"));
        Logins.give(
                target,
                ConfigurationFile.SERVICE_ROLE,
                secrets.value(ConfigurationFile.SERVICE_ROLE + "-password"));
        prepareLedger(source);
        Logins.giveLedger(source, secrets.value(Logins.LEDGER + "-password"));
    }

    /// Makes the ledger's tables, and takes off the bridges of earlier runs: each has a name of its
    /// own.
    private static void prepareLedger(ManagedDatabase source) {
        var connections = LedgerConnections.to(source.url(), source.username(), source.password());
        try (var ledger = Ledger.on(connections, UUID::randomUUID)) {
            ledger.install();
            ledger.processes().stream()
                    .filter(p -> p.kind() == ProcessState.Kind.BRIDGE && p.isGone())
                    .forEach(p -> ledger.forget(p.id()));
        }
    }
}
