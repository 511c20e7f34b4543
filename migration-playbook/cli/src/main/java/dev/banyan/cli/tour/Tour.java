package dev.banyan.cli.tour;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.Commands;
import dev.banyan.cli.load.Load;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Phase;
import dev.banyan.routing.Side;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One extraction there and back: each step is explained before it runs and proven after it.
final class Tour {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Waits until the person who watches wants to go on.
    interface Reader {
        void next(String prompt) throws InterruptedException;
    }

    private final String module;
    private final Commands commands;
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
            Commands commands,
            Ledger ledger,
            ProxyMetrics metrics,
            Load load,
            PrintWriter out,
            boolean terminal,
            Duration watching,
            Reader reader) {
        this.module = module;
        this.commands = commands;
        this.ledger = ledger;
        this.metrics = metrics;
        this.load = load;
        this.out = out;
        this.terminal = terminal;
        this.watching = watching;
        this.reader = reader;
    }

    /// Walks the module to the service and home again.
    void run() throws InterruptedException {
        refuseHalfWay();
        if (phase().isEmpty() || phase().get() == Phase.PLANNED) {
            step(
                    "Is it possible? 'plan' looks at both databases: schemas, keys, foreign keys across the cut, types, writers.",
                    "plan",
                    module);
            step(
                    "'create' puts a fence on every table, copies the rows while they are written, and streams in both directions from now on.",
                    "create",
                    module);
        }
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
        stepInTime("All of them.", "switch", module, "--reads", "100");
        watch();
        step("A switch of writes wants a fresh comparison.", "diff", module);
        stepInTime(
                "The owner changes: writes wait in the proxy, the monolith's fence closes, the service catches up to the marker, one transaction in the ledger decides, the service's fence opens.",
                "switch",
                module,
                "--writes");
        tellPause();
        watch();
        step("Is the monolith's copy still kept up to date, for the way back?", "diff", module);
        step("And home again, by the same protocol in the other direction.", "reverse", module);
        tellPause();
        watch();
        step("Nothing was lost on either way.", "diff", module);
        step("The reads go home too: everything is as it was.", "reverse", module);
        watch();
    }

    private void refuseHalfWay() {
        var state = phase();
        var beginnings = List.of(Phase.PLANNED, Phase.STREAMING);
        if (state.isPresent() && !beginnings.contains(state.get())) {
            throw CommandFailure.refused(
                    "'%s' is on its way already: %s."
                            .formatted(module, state.get().name().toLowerCase(Locale.ROOT)),
                    "take it back with './banyan reverse %s' until it is streaming, or begin anew with './banyan down --wipe'."
                            .formatted(module));
        }
    }

    private Optional<Phase> phase() {
        return ledger.extraction(module).map(Extraction::phase);
    }

    private void step(String why, String... command) throws InterruptedException {
        announce(why, command);
        say(commands.done(command).outcome());
    }

    /// A gate that has seen too little, or a lag above its limit, refuses and changes nothing: the
    /// customers go on for a while, and it is asked again.
    private void stepInTime(String why, String... command) throws InterruptedException {
        announce(why, command);
        long end = System.nanoTime() + PATIENCE.toNanos();
        var ended = commands.run(command);
        while (ended.isRefused() && System.nanoTime() < end) {
            say("Not yet: " + ended.outcome().replaceFirst("^- ", ""));
            watch();
            ended = commands.run(command);
        }
        say(ended.done().outcome());
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

    /// Where the time of the change went, as the journal has it.
    private void tellPause() {
        var owner = ledger.extraction(module).map(Extraction::owner).orElse(Side.CONTROL);
        var failed = load.progress().failed();
        say(
                "The %s owns it now. Requests of customers that failed so far: %d."
                        .formatted(Screen.name(owner), failed));
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
