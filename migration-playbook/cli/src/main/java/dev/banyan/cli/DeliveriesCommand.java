package dev.banyan.cli;

import dev.banyan.ledger.Ledger;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows events that nobody could handle; tries them again, or gives them up.
@Command(
        name = "deliveries",
        description = "Shows events that nobody could handle; tries them again, or gives them up.",
        mixinStandardHelpOptions = true)
final class DeliveriesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Mixin private JsonOption output = new JsonOption();

    @Option(names = "--dry-run", description = "says what it would do and changes nothing")
    private boolean dryRun;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODULE",
            description = "only events of this module and to it (default: all)")
    private @Nullable String module;

    @ArgGroup private @Nullable Change change;

    /// One or the other, or none.
    static final class Change {
        @Option(
                names = "--replay",
                paramLabel = "ID",
                description = "tries the dead letters of this event again")
        private @Nullable String replay;

        @Option(
                names = "--drop",
                paramLabel = "ID",
                description = "gives the deliveries of this event up that are dead or failing")
        private @Nullable String drop;

        @Option(
                names = "--reread",
                description = "reads outboxes anew whose replication slot is lost, from their rows")
        private boolean reread;

        Map<String, String> arguments() {
            if (reread) {
                return Map.of("reread", "true");
            }
            return replay != null
                    ? Map.of("replay", replay)
                    : Optional.ofNullable(drop).map(id -> Map.of("drop", id)).orElse(Map.of());
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        try (var ledger = access.open()) {
            var known = asked(ledger);
            var following = output.json() ? new PrintWriter(Writer.nullWriter()) : out;
            var before = ModuleState.of(ledger.extraction(known));
            var outcome =
                    new Asking(ledger, following, false)
                            .ask(known, spec.name(), arguments(), Asking.user().orElse("somebody"));
            var next = outcome.next();
            var report =
                    new Report(
                            spec.name(),
                            known,
                            ExitCode.of(outcome.exitCode()),
                            outcome.message(),
                            next == null ? NextCommand.of(ledger, known) : next,
                            before,
                            ModuleState.of(ledger.extraction(known)),
                            outcome.steps());
            if (output.json()) {
                report.printJson(out);
            } else {
                report.print(out);
            }
            return outcome.exitCode();
        }
    }

    /// Where none is named, the bridge of any module knows all of them.
    private String asked(Ledger ledger) {
        var planned = ledger.view().extractions().keySet().stream().sorted().findFirst();
        return Optional.ofNullable(module)
                .map(access::known)
                .or(() -> planned)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.REFUSED,
                                "Nobody has planned a module, so no bridge delivers.",
                                "banyan plan MODULE"));
    }

    private Map<String, String> arguments() {
        var arguments = new HashMap<String, String>();
        if (change != null) {
            arguments.putAll(change.arguments());
        } else if (module == null) {
            arguments.put("all", "true");
        }
        if (dryRun) {
            arguments.put("dry-run", "true");
        }
        return arguments;
    }
}
