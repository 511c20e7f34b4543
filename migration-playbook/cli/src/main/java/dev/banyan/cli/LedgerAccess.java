package dev.banyan.cli;

import dev.banyan.cli.up.Installation;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /// What the file says.
    public BanyanSettings settings() {
        return BanyanSettings.load(file(), System.getenv());
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
        var source = settings().source();
        var password = source.password().map((Secret s) -> s.reveal(System.getenv())).orElse("");
        var ledger =
                Ledger.on(
                        LedgerConnections.to(source.url(), source.username(), password),
                        UUID::randomUUID);
        ledger.install();
        return ledger;
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
