package dev.banyan.cli.rehearse;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.Commands;
import dev.banyan.cli.ExitCode;
import dev.banyan.cli.LedgerAccess;
import dev.banyan.cli.load.Load;
import dev.banyan.cli.load.LoadReport;
import dev.banyan.cli.load.LoadSettings;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Practises the switch of writes.
@Command(
        name = "rehearse",
        description = {
            "Switches the writes of a module to the service and home again, many times, while orders are placed, and tells how long writes waited, what failed and what differed.",
            "The module has to be copied ('create'). Ends with 0 only if nothing failed and nothing differed."
        },
        mixinStandardHelpOptions = true)
public final class RehearseCommand implements Callable<Integer> {
    private static final int NO_DIFFERENCE = 0;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Parameters(paramLabel = "MODULE", description = "the module, as banyan.yaml names it")
    private String module = "";

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "how many times there and home (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int times;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "orders a second meanwhile (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private double rate;

    @Option(names = "--json", description = "prints only the result, as one JSON object")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "--times takes a number from 1 on, not %d.".formatted(times),
                    "./banyan rehearse %s --times 10".formatted(module));
        }
        var out = spec.commandLine().getOut();
        try (var ledger = access.open()) {
            var rehearsal =
                    new Rehearsal(
                            module, new Commands(access.file()), ledger, line -> tell(out, line));
            try (var load =
                    Load.start(LoadSettings.meanwhile(rate), access.settings(), System.getenv())) {
                rehearsal.run(times);
                return finish(rehearsal, load.finish(), out);
            }
        }
    }

    private int finish(Rehearsal rehearsal, LoadReport load, PrintWriter out) {
        tell(out, "Writes waited on the way there  " + rehearsal.there().text());
        tell(out, "Writes waited on the way home   " + rehearsal.home().text());
        // The first difference would have ended it.
        tell(out, "Differences in %d comparisons: %d".formatted(2 * times, NO_DIFFERENCE));
        tell(
                out,
                "Refused or taken back, and asked for again: %d%s"
                        .formatted(
                                rehearsal.again(),
                                rehearsal.again() > 0
                                        ? "; './banyan log %s' says why".formatted(module)
                                        : ""));
        tell(out, load.text());
        boolean go = load.isFlawless();
        tell(
                out,
                go
                        ? "Go: nothing failed, nothing differed, nothing is missing."
                        : "No go: see what failed above.");
        if (json) {
            out.println(JsonMapper.builder().build().writeValueAsString(fields(rehearsal, load)));
            out.flush();
        }
        return (go ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private Map<String, Object> fields(Rehearsal rehearsal, LoadReport load) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("module", module);
        fields.put("times", times);
        fields.put("thereMillis", rehearsal.there().millis());
        fields.put("homeMillis", rehearsal.home().millis());
        fields.put("differences", NO_DIFFERENCE);
        fields.put("again", rehearsal.again());
        fields.put("load", load.fields());
        return fields;
    }

    private void tell(PrintWriter out, String line) {
        if (!json) {
            out.println(line);
            out.flush();
        }
    }
}
