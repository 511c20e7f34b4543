package dev.banyan.cli;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerView;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.contract.ContractRecords;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows how every module is, and who takes part.
@Command(
        name = "status",
        description = "Shows how a module is, or all of them, and who takes part.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Mixin private JsonOption output = new JsonOption();

    @Option(names = "--watch", description = "shows it anew every second, until it is interrupted")
    private boolean watch;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODULE",
            description = "the module; all of them without it")
    private Optional<String> module = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        var known = module.map(access::known);
        var out = spec.commandLine().getOut();
        var contracts = new ContractRecords(access.connections());
        try (var ledger = access.open()) {
            show(ledger, contracts, known, out);
            while (watch && !out.checkError()) {
                TimeUnit.SECONDS.sleep(1);
                show(ledger, contracts, known, out);
            }
        }
        return ExitCode.DONE.number();
    }

    private void show(
            Ledger ledger, ContractRecords contracts, Optional<String> known, PrintWriter out) {
        if (watch && !output.json() && Terminal.isThere()) {
            out.print(CLEAR_SCREEN);
        }
        var view = ledger.view();
        var processes = ledger.processes();
        var pictures =
                chosen(view, known).stream()
                        .map(e -> StatusPicture.of(ledger, contracts, processes, e))
                        .toList();
        if (output.json()) {
            out.println(Report.json(fields(view, pictures, processes)));
        } else {
            print(view, pictures, processes, out);
        }
        out.flush();
    }

    private static List<Extraction> chosen(LedgerView view, Optional<String> module) {
        return view.extractions().values().stream()
                .filter(e -> module.isEmpty() || module.get().equals(e.module()))
                .sorted(Comparator.comparing(Extraction::module))
                .toList();
    }

    private static void print(
            LedgerView view,
            List<StatusPicture> pictures,
            List<ProcessState> processes,
            PrintWriter out) {
        out.println("ledger version " + view.version());
        pictures.forEach(picture -> picture.lines().forEach(out::println));
        for (var process : processes) {
            out.printf(
                    "  %-8s %-40s %s, heard of %d ms ago%s%n",
                    process.kind().name().toLowerCase(Locale.ROOT),
                    process.id(),
                    process.kind().routes()
                            ? "version " + process.acknowledged()
                            : process.address(),
                    process.sinceBeat().toMillis(),
                    process.isGone() ? ", gone" : "");
        }
    }

    private static Map<String, Object> fields(
            LedgerView view, List<StatusPicture> pictures, List<ProcessState> processes) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("version", view.version());
        fields.put("modules", pictures.stream().map(StatusPicture::fields).toList());
        fields.put("processes", processes.stream().map(StatusCommand::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(ProcessState process) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", process.id());
        fields.put("kind", process.kind().name().toLowerCase(Locale.ROOT));
        fields.put("address", process.address());
        fields.put("acknowledged", process.acknowledged());
        fields.put("sinceBeatMillis", process.sinceBeat().toMillis());
        fields.put("gone", process.isGone());
        fields.put("builds", process.builds());
        return fields;
    }
}
