package dev.banyan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Parameters(paramLabel = "PROCESS", description = "its name, as 'banyan status' shows it")
    private String process = "";

    @Override
    public Integer call() {
        try (var ledger = access.open()) {
            if (!ledger.forget(process)) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "'%s' is not on the list, or its heartbeat lives.".formatted(process),
                        "banyan status");
            }
            var out = spec.commandLine().getOut();
            var report =
                    Report.plain(
                            "forget",
                            ExitCode.DONE,
                            "'%s' is forgotten.".formatted(process),
                            "banyan status");
            if (output.json()) {
                report.printJson(out);
            } else {
                report.print(out);
            }
            return ExitCode.DONE.number();
        }
    }
}
