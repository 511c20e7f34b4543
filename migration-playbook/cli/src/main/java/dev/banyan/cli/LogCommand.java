package dev.banyan.cli;

import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the journal of a module.
@Command(
        name = "log",
        description = "Prints what happened to a module, with evidence, oldest first.",
        mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {
    private static final int PAGE = 1_000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Mixin private JsonOption output = new JsonOption();

    @Parameters(paramLabel = "MODULE", description = "the module, as banyan.yaml names it")
    private String module = "";

    @Override
    public Integer call() {
        var known = access.known(module);
        var out = spec.commandLine().getOut();
        try (var ledger = access.open()) {
            if (output.json()) {
                out.println(Report.json(JournalLines.fields(known, entries(ledger, known))));
                return ExitCode.DONE.number();
            }
            out.println(known + ": " + ModuleState.of(ledger.extraction(known)));
            JournalReport.of(entries(ledger, known)).forEach(out::println);
        }
        return ExitCode.DONE.number();
    }

    private static List<JournalEntry> entries(Ledger ledger, String module) {
        var entries = new ArrayList<JournalEntry>();
        for (var page = ledger.journal(module, 0, PAGE);
                !page.isEmpty();
                page = ledger.journal(module, page.getLast().id(), PAGE)) {
            entries.addAll(page);
        }
        return entries;
    }
}
