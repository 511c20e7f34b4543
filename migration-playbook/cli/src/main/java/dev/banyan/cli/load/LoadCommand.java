package dev.banyan.cli.load;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.ExitCode;
import dev.banyan.cli.LedgerAccess;
import dev.banyan.cli.Terminal;
import dev.banyan.ledger.ReadableDuration;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Orders at a rate, and counts afterwards.
@Command(
        name = "load",
        description = {
            "Places orders through the proxy at a steady rate, then waits until each is decided and checks that orders, stock, money and shipments add up.",
            "Ends with 0 if all adds up and no request failed, else with 3. Control-C ends it early and counts."
        },
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    private static final Duration MOVE = Duration.ofMillis(500);
    private static final Duration TELL = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\033[K";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Option(
            names = "--rate",
            required = true,
            paramLabel = "N",
            description =
                    "orders a second; after each, its product is looked at, and up to ten times a second restocked")
    private double rate;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "for how long, as in 30s or 5m (default: ${DEFAULT-VALUE})",
            defaultValue = "30s",
            converter = ShortDuration.class)
    private Duration lasting = Duration.ofSeconds(30);

    @Option(
            names = "--ramp-up",
            paramLabel = "DURATION",
            description =
                    "how long it takes until there are as many orders a second (default: ${DEFAULT-VALUE})",
            defaultValue = "0s",
            converter = ShortDuration.class)
    private Duration rampUp = Duration.ZERO;

    @Option(
            names = "--cancel",
            paramLabel = "PERCENT",
            description = "orders of a hundred that are given up again (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int cancelPercent;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            description =
                    "how long to wait for the last orders to be decided (default: ${DEFAULT-VALUE})",
            defaultValue = "2m",
            converter = ShortDuration.class)
    private Duration patience = Duration.ofMinutes(2);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the same gives the same choices again")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--json", description = "prints only the result, as one JSON object")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var settings = wanted();
        try (var load = Load.start(settings, access.settings(), System.getenv())) {
            return run(load, settings, out);
        }
    }

    private LoadSettings wanted() {
        try {
            return new LoadSettings(
                    new Pace(rate, rampUp),
                    lasting,
                    cancelPercent,
                    patience,
                    seed.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE, String.valueOf(e.getMessage()), "./banyan load --help");
        }
    }

    private int run(Load load, LoadSettings settings, PrintWriter out) throws InterruptedException {
        tell(
                out,
                "Ordering %s times a second for %s, seed %d."
                        .formatted(rate, ReadableDuration.of(lasting), settings.seed()));
        try (var interrupt = new OnInterrupt(load::stop)) {
            follow(load, out);
            tell(out, "Waiting until every order is decided.");
            var report = load.finish();
            out.println(
                    json
                            ? JsonMapper.builder().build().writeValueAsString(report.fields())
                            : report.text());
            out.flush();
            interrupt.done();
            return (report.isFlawless() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    /// One line that moves on a terminal, now and then a line elsewhere.
    private void follow(Load load, PrintWriter out) throws InterruptedException {
        boolean moves = Terminal.isThere() && !json;
        while (load.isRunning()) {
            load.awaitEnd(moves ? MOVE : TELL);
            if (moves) {
                out.print(CLEAR_LINE + load.progress().line());
                out.flush();
            } else {
                tell(out, load.progress().line());
            }
        }
        if (moves) {
            out.println();
        }
    }

    private void tell(PrintWriter out, String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }
}
