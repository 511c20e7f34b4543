package dev.banyan.cli;

import dev.banyan.ledger.Ledger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes a process off the list that is gone for good.
@Command(
        name = "forget",
        description = "Takes a proxy, seam or bridge off the list that is gone for good.",
        mixinStandardHelpOptions = true)
final class ForgetCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Mixin private JsonOption output = new JsonOption();

    @Option(names = "--dry-run", description = "says what it would do and changes nothing")
    private boolean dryRun;

    @Parameters(paramLabel = "PROCESS", description = "its name, as 'banyan status' shows it")
    private String process = "";

    @Override
    public Integer call() {
        try (var ledger = access.open()) {
            boolean possible = dryRun ? isGone(ledger) : ledger.forget(process);
            if (!possible) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "'%s' is not on the list, or its heartbeat lives.".formatted(process),
                        "banyan status");
            }
            print(
                    Report.plain(
                            "forget",
                            ExitCode.DONE,
                            "'%s' %s forgotten.".formatted(process, dryRun ? "would be" : "is"),
                            "banyan status"));
            return ExitCode.DONE.number();
        }
    }

    private boolean isGone(Ledger ledger) {
        return ledger.processes().stream().anyMatch(p -> p.id().equals(process) && p.isGone());
    }

    private void print(Report report) {
        var out = spec.commandLine().getOut();
        if (output.json()) {
            report.printJson(out);
        } else {
            report.print(out);
        }
    }
}
