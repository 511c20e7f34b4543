package dev.banyan.cli.up;

import dev.banyan.cli.Commands;
import dev.banyan.cli.LedgerAccess;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.contract.Contracts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Has the builds that run verified against the contracts, where nobody has done that yet. Runs
/// beside everything else: it takes as long as all the rest, and is not needed before a switch.
final class Verification {

    /// What comes of it, for whoever shows it.
    interface Progress {
        /// Builds of a module have no record.
        void verifying(String module);

        /// They have one now.
        ///
        /// @param outcome what was found, in a sentence
        void verified(String module, boolean kept, String outcome, Duration took);
    }

    private final Installation installation;
    private final String module;
    private final Progress progress;
    private final BooleanSupplier stopping;

    /// @param stopping whether everything is being ended, so that nobody wants to hear more
    Verification(
            Installation installation, String module, Progress progress, BooleanSupplier stopping) {
        this.installation = installation;
        this.module = module;
        this.progress = progress;
        this.stopping = stopping;
    }

    /// Returns at once.
    void begin() {
        Thread.ofPlatform().daemon().name("verify-" + module).start(this::run);
    }

    private void run() {
        try {
            if (unverified().isPresent()) {
                verify();
            }
        } catch (LedgerException e) {
            tell(false, String.valueOf(e.getMessage()), Duration.ZERO);
        }
    }

    private Optional<Contracts> unverified() {
        return LedgerAccess.by(installation.configuration())
                .contracts(module)
                .filter(contracts -> !contracts.unverified().isEmpty());
    }

    private void verify() {
        progress.verifying(module);
        long from = System.nanoTime();
        var ended =
                new Commands(installation.configuration())
                        .run(
                                "verify",
                                module,
                                "--if-missing",
                                "--records",
                                installation.contracts().toString());
        tell(ended.exitCode() == 0, ended.outcome(), Duration.ofNanos(System.nanoTime() - from));
    }

    private void tell(boolean kept, String outcome, Duration took) {
        if (!stopping.getAsBoolean()) {
            progress.verified(module, kept, outcome, took);
        }
    }
}
