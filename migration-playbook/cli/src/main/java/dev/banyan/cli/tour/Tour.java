package dev.banyan.cli.tour;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.Commands;
import dev.banyan.cli.Insisting;
import dev.banyan.cli.load.Load;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Phase;
import dev.banyan.ledger.SideName;
import dev.banyan.routing.Side;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One extraction there and back: each step is explained before it runs and proven after it.
final class Tour {
    private static final Duration LOOK = Duration.ofMillis(500);

    /// Waits until the person who watches wants to go on.
    interface Reader {
        void next(String prompt) throws InterruptedException;
    }

    private final String module;
    private final Insisting insisting;
    private final Ledger ledger;
    private final ProxyMetrics metrics;
    private final Load load;
    private final PrintWriter out;
    private final boolean terminal;
    private final Duration watching;
    private final Reader reader;
    private int number;

    Tour(
            String module,
            Insisting insisting,
            Ledger ledger,
            ProxyMetrics metrics,
            Load load,
            PrintWriter out,
            boolean terminal,
            Duration watching,
            Reader reader) {
        this.module = module;
        this.insisting = insisting;
        this.ledger = ledger;
        this.metrics = metrics;
        this.load = load;
        this.out = out;
        this.terminal = terminal;
        this.watching = watching;
        this.reader = reader;
    }

    /// @throws CommandFailure if the module has none, and there is nothing to show
    static void requireWayHome(String module, Ledger ledger) {
        ledger.extraction(module)
                .filter(extraction -> extraction.phase() == Phase.COMPLETED)
                .ifPresent(_ -> {
                    throw CommandFailure.refused(
                            "The extraction of '%s' is completed, and has no way home."
                                    .formatted(module),
                            "begin anew: './banyan down --wipe', then './banyan up'.");
                });
    }

    /// Walks the module to the service and home again, from wherever it stands.
    void run() throws InterruptedException {
        var from = phase();
        if (from.isPresent()) {
            out.printf("%n'%s' is on its way already; the tour goes on from there.%n", module);
        }
        if (from.isEmpty() || from.get() == Phase.PLANNED) {
            copy();
        }
        if (from.isEmpty() || from.get() != Phase.WRITES_SWITCHED) {
            there();
        }
        home();
    }

    private Optional<Phase> phase() {
        return ledger.extraction(module).map(Extraction::phase);
    }

    private void copy() throws InterruptedException {
        step(
                "Is it possible? 'plan' looks at both databases: schemas, keys, foreign keys across the cut, types, writers.",
                "plan",
                module);
        step(
                "'create' puts a fence on every table, copies the rows while they are written, and streams in both directions from now on.",
                "create",
                module);
    }

    private void there() throws InterruptedException {
        step("Are both sides equal, while customers keep ordering?", "diff", module);
        step(
                "Does the service answer as the monolith does? Builds that nobody has verified against the contracts are verified now, which takes about a minute.",
                "verify",
                module,
                "--if-missing");
        step(
                "A quarter of the customers now read from the service; who has just written reads from the owner until the other side has it.",
                "switch",
                module,
                "--reads",
                "25");
        watch();
        step("All of them.", "switch", module, "--reads", "100");
        watch();
        step("A switch of writes wants a fresh comparison.", "diff", module);
        step(
                "The owner changes: writes wait in the proxy, the monolith's fence closes, the service catches up to the marker, one transaction in the ledger decides, the service's fence opens.",
                "switch",
                module,
                "--writes");
        tellOwner();
        watch();
    }

    private void home() throws InterruptedException {
        step("Is the monolith's copy still kept up to date, for the way back?", "diff", module);
        step("And home again, by the same protocol in the other direction.", "reverse", module);
        tellOwner();
        watch();
        step("Nothing was lost on either way.", "diff", module);
        step("The reads go home too: everything is as it was.", "reverse", module);
        watch();
    }

    /// A refusal and a change that was taken back have harmed nobody: the customers go on for a
    /// while, and it is asked again.
    private void step(String why, String... command) throws InterruptedException {
        announce(why, command);
        var ended =
                insisting.ask(
                        reason -> {
                            say("Not yet: " + reason);
                            watch();
                        },
                        command);
        say(ended.outcome());
    }

    private void announce(String why, String... command) throws InterruptedException {
        number++;
        out.printf("%n%d. %s%n", number, why);
        reader.next("   $ " + Commands.typed(command));
    }

    private void say(String text) {
        out.println("   " + text);
        out.flush();
    }

    private void tellOwner() {
        var owner = ledger.extraction(module).map(Extraction::owner).orElse(Side.CONTROL);
        var failed = load.progress().failed();
        say(
                "The %s owns it now. Requests of customers that failed so far: %d."
                        .formatted(SideName.of(owner), failed));
    }

    /// A live picture for a while on a terminal, and the last one of it elsewhere.
    private void watch() throws InterruptedException {
        var before = metrics.of(module);
        long end = System.nanoTime() + watching.toNanos();
        int drawn = 0;
        while (System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            if (terminal) {
                drawn = draw(before, drawn);
            }
        }
        if (!terminal) {
            draw(before, 0);
        }
    }

    private int draw(ProxyMetrics.Counts before, int drawn) throws InterruptedException {
        var lines = Screen.lines(module, ledger, before, metrics.of(module), load.progress());
        if (drawn > 0) {
            out.printf("\u001b[%dA\u001b[J", drawn);
        }
        lines.forEach(line -> out.println(" " + line));
        out.flush();
        return lines.size();
    }
}
