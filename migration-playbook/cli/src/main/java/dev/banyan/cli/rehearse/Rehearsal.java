package dev.banyan.cli.rehearse;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.Commands;
import dev.banyan.cli.Insisting;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Phase;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The writes of a module to the service and home again, many times. Confined to one thread.
final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PAUSE_STEP = "step move";
    private static final String PAUSE = "pause-ms";

    private final String module;
    private final Commands commands;
    private final Insisting insisting;
    private final Ledger ledger;
    private final Consumer<String> told;
    private final List<Long> there = new ArrayList<>();
    private final List<Long> home = new ArrayList<>();
    private int again;

    Rehearsal(String module, Commands commands, Ledger ledger, Consumer<String> told) {
        this.module = module;
        this.commands = commands;
        this.insisting = new Insisting(module, commands, ledger, PATIENCE);
        this.ledger = ledger;
        this.told = told;
    }

    /// Begins where the module is copied and its writes are with the monolith, and ends there.
    void run(int times) throws InterruptedException {
        var before = extraction();
        int reads = reads(before);
        if (reads < 100) {
            ask("switch", module, "--reads", "100");
        }
        try {
            for (int i = 1; i <= times; i++) {
                cycle(i);
            }
        } finally {
            if (reads < 100 && extraction().owner() == Side.CONTROL) {
                commands.done("switch", module, "--reads", Integer.toString(reads));
            }
        }
    }

    private Extraction extraction() {
        var extraction = ledger.extraction(module);
        if (extraction.isEmpty()
                || (extraction.get().owner() != Side.CONTROL && there.isEmpty())
                || extraction.get().phase() == Phase.PLANNED) {
            throw CommandFailure.refused(
                    "'%s' cannot be rehearsed: it has to be copied, with its writes at the monolith."
                            .formatted(module),
                    "./banyan status " + module);
        }
        return extraction.get();
    }

    private static int reads(Extraction extraction) {
        return extraction.traffic().reads().basisPoints() / 100;
    }

    private void cycle(int number) throws InterruptedException {
        compare();
        ask("switch", module, "--writes");
        there.add(pause());
        compare();
        ask("reverse", module);
        home.add(pause());
        told.accept(
                "%4d. there: writes waited %d ms; home: %d ms"
                        .formatted(number, there.getLast(), home.getLast()));
    }

    private void ask(String... command) throws InterruptedException {
        var _ =
                insisting.ask(
                        reason -> {
                            again++;
                            told.accept("      not yet: " + reason);
                            TimeUnit.SECONDS.sleep(1);
                        },
                        command);
    }

    /// A switch wants a fresh and clean one, so a difference ends the rehearsal.
    private void compare() {
        var ended = commands.run("diff", module);
        if (!ended.isDone()) {
            throw CommandFailure.failed(
                    "Both sides of '%s' differ after %d changes:%n%s"
                            .formatted(module, there.size() + home.size(), ended.text().strip()),
                    "./banyan diff " + module);
        }
    }

    private long pause() {
        return ledger.newest(module, PAUSE_STEP)
                .map(entry -> entry.evidence().get(PAUSE))
                .map(Long::parseLong)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "The journal of '%s' has no '%s'.".formatted(module, PAUSE)));
    }

    Pauses there() {
        return new Pauses(there);
    }

    Pauses home() {
        return new Pauses(home);
    }

    /// How often a change was refused or taken back, and asked for again.
    int again() {
        return again;
    }
}
