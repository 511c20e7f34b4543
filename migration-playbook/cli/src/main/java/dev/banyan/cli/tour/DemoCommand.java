package dev.banyan.cli.tour;

import dev.banyan.cli.Commands;
import dev.banyan.cli.ExitCode;
import dev.banyan.cli.Insisting;
import dev.banyan.cli.LedgerAccess;
import dev.banyan.cli.Terminal;
import dev.banyan.cli.load.Load;
import dev.banyan.cli.load.LoadSettings;
import dev.banyan.cli.load.OnInterrupt;
import dev.banyan.cli.load.ShortDuration;
import dev.banyan.ledger.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The guided tour.
@Command(
        name = "demo",
        description = {
            "Moves inventory to the service and back in front of you, while customers order: each step is explained before it runs and proven after it.",
            "Wants a running './banyan up'. Begins where the module stands, and ends with it at home and both streams running."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final String MODULE = "inventory";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Option(names = "--yes", description = "goes on by itself instead of waiting for Enter")
    private boolean yes;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "orders a second meanwhile (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private double rate;

    @Option(
            names = "--watch",
            paramLabel = "DURATION",
            description = "how long to look at each new state (default: ${DEFAULT-VALUE})",
            defaultValue = "5s",
            converter = ShortDuration.class)
    private Duration watching = Duration.ofSeconds(5);

    @Override
    public Integer call() throws InterruptedException {
        try (var ledger = access.open()) {
            Tour.requireWayHome(MODULE, ledger);
            return tour(ledger);
        }
    }

    private int tour(Ledger ledger) throws InterruptedException {
        var out = spec.commandLine().getOut();
        var settings = access.settings();
        try (var load = Load.start(LoadSettings.meanwhile(rate), settings, System.getenv());
                var _ = new OnInterrupt(load::close)) {
            out.printf(
                    "Customers order %.1f times a second through the proxy. Control-C ends the tour; './banyan demo' goes on where it stood.%n",
                    rate);
            try (var metrics = ProxyMetrics.of(settings, System.getenv())) {
                tour(ledger, metrics, load, out).run();
            }
            return finish(load, out);
        }
    }

    private Tour tour(Ledger ledger, ProxyMetrics metrics, Load load, PrintWriter out) {
        return new Tour(
                MODULE,
                new Insisting(MODULE, new Commands(access.file()), ledger, PATIENCE),
                ledger,
                metrics,
                load,
                out,
                Terminal.isThere(),
                watching,
                reader(out));
    }

    private Tour.Reader reader(PrintWriter out) {
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return prompt -> {
            out.print(prompt + (yes ? "\n" : "   (Enter) "));
            out.flush();
            if (!yes) {
                awaitEnter(in);
            }
        };
    }

    private static void awaitEnter(BufferedReader in) {
        try {
            var _ = in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing can be read from the keyboard.", e);
        }
    }

    private static int finish(Load load, PrintWriter out) throws InterruptedException {
        out.println();
        out.println("The customers leave; waiting until their last orders are decided.");
        out.flush();
        var report = load.finish();
        out.println(report.text());
        out.println();
        out.println("Inventory is with the monolith, as before, and streams in both directions.");
        out.println("Next: ./banyan log inventory      what has happened, with evidence");
        out.println(
                "      ./banyan cancel inventory   gives the extraction up and empties the service's database");
        return (report.isFlawless() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
