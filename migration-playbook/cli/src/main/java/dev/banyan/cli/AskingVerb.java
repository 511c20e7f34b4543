package dev.banyan.cli;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Request;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What all verbs share that a bridge carries out: they say where the module stands, ask, follow
/// what becomes of it, and say where it stands then and what comes next.
@Command(mixinStandardHelpOptions = true)
abstract class AskingVerb implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Mixin private JsonOption output = new JsonOption();

    @Option(
            names = "--dry-run",
            description = "checks everything, prints the steps and changes nothing")
    private boolean dryRun;

    @Parameters(paramLabel = "MODULE", description = "the module, as banyan.yaml names it")
    private String module = "";

    /// What goes with the verb.
    Map<String, String> arguments() {
        return Map.of();
    }

    /// Another try behind a refusal, with these arguments instead; the same for none.
    Map<String, String> afterRefusal(String known, Request.Outcome refused, PrintWriter out) {
        return arguments();
    }

    @Override
    public final Integer call() throws InterruptedException {
        var known = access.known(module);
        var out = spec.commandLine().getOut();
        try (var ledger = access.open()) {
            var before = ModuleState.of(ledger.extraction(known));
            var following = output.json() ? new PrintWriter(Writer.nullWriter()) : out;
            following.println(known + ": " + before);
            var outcome = ask(ledger, known, following);
            print(report(ledger, known, before, outcome), out);
            return outcome.exitCode();
        }
    }

    private Request.Outcome ask(Ledger ledger, String known, PrintWriter following)
            throws InterruptedException {
        var asking = new Asking(ledger, following, !output.json() && Terminal.isThere());
        var user = Asking.user().orElse("somebody");
        var outcome = asking.ask(known, spec.name(), whole(arguments()), user);
        if (outcome.exitCode() != ExitCode.REFUSED.number()) {
            return outcome;
        }
        var again = afterRefusal(known, outcome, following);
        return again.equals(arguments())
                ? outcome
                : asking.ask(known, spec.name(), whole(again), user);
    }

    private Map<String, String> whole(Map<String, String> arguments) {
        var whole = new HashMap<>(arguments);
        if (dryRun) {
            whole.put("dry-run", "true");
        }
        return whole;
    }

    private Report report(
            Ledger ledger, String known, ModuleState before, Request.Outcome outcome) {
        var next = outcome.next();
        return new Report(
                spec.name(),
                known,
                ExitCode.of(outcome.exitCode()),
                outcome.message(),
                next == null ? NextCommand.of(ledger, known) : next,
                before,
                ModuleState.of(ledger.extraction(known)),
                outcome.steps());
    }

    private void print(Report report, PrintWriter out) {
        if (output.json()) {
            report.printJson(out);
        } else {
            report.print(out);
        }
    }
}
