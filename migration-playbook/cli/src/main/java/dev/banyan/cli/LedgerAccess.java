package dev.banyan.cli;

import dev.banyan.cli.up.Installation;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.Secret;
import dev.banyan.ledger.contract.Contracts;
import dev.banyan.ledger.contract.HttpBuilds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The configuration that a command is given, and the ledger that it leads to.
public final class LedgerAccess {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "the configuration (default: banyan.yaml, or that of the 'up' in this folder)")
    private @Nullable Path config;

    /// Access by a configuration of which the path is known.
    public static LedgerAccess by(Path configuration) {
        var access = new LedgerAccess();
        access.config = configuration;
        return access;
    }

    /// What the file says.
    ///
    /// @throws CommandFailure if none was named and none is here
    public BanyanSettings settings() {
        var file = file();
        if (config == null && !Files.exists(file)) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "In '%s' there is no 'banyan.yaml', and nothing of './banyan up'."
                            .formatted(Path.of("").toAbsolutePath()),
                    "go to the folder where 'up' runs or ran, or name a file: --config FILE.");
        }
        return BanyanSettings.load(file, System.getenv());
    }

    /// What was named, else the file beside us, else that of an installation.
    public Path file() {
        if (config != null) {
            return config;
        }
        var beside = Path.of("banyan.yaml");
        return Files.exists(beside)
                ? beside
                : Installation.existing(Path.of(Installation.DEFAULT_FOLDER))
                        .map(Installation::configuration)
                        .filter(Files::exists)
                        .orElse(beside);
    }

    /// A ledger that is there: the bridge makes its tables, but a first `plan` may come before it.
    public Ledger open() {
        var ledger = Ledger.on(connections(), UUID::randomUUID);
        ledger.install();
        return ledger;
    }

    /// Connections to the database that carries the ledger.
    LedgerConnections connections() {
        var source = settings().source();
        var password = source.password().map((Secret s) -> s.reveal(System.getenv())).orElse("");
        return LedgerConnections.to(source.url(), source.username(), password);
    }

    /// The contracts of a module, with what is known of the builds that run; nothing where the
    /// configuration names none.
    public Optional<Contracts> contracts(String module) {
        return settings()
                .module(module)
                .contracts()
                .map(contracts ->
                        new Contracts(
                                module,
                                contracts,
                                connections(),
                                new HttpBuilds(),
                                System.getenv()));
    }

    /// A module that the configuration knows.
    String known(String module) {
        var modules = settings().modules();
        if (!modules.containsKey(module)) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "'%s' knows no module '%s'; it knows %s."
                            .formatted(file(), module, modules.keySet()),
                    "write the module under 'modules:', or mend the name.");
        }
        return module;
    }
}
