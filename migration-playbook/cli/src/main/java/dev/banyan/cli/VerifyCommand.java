package dev.banyan.cli;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.Secret;
import dev.banyan.ledger.contract.ContractRecord;
import dev.banyan.ledger.contract.ContractRecords;
import dev.banyan.ledger.contract.Contracts;
import dev.banyan.ledger.contract.HttpBuilds;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Verifies the builds of both sides against the contracts, and puts what came out into the ledger.
@Command(
        name = "verify",
        description = {
            "Starts a build of each side on data of its own, verifies it against the contracts,",
            "and writes down in the ledger who keeps what. A switch looks for the builds that run."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Mixin private JsonOption output = new JsonOption();

    @Option(
            names = "--if-missing",
            description = "does nothing if the builds that run are known to keep the contracts")
    private boolean ifMissing;

    @Option(
            names = "--records",
            paramLabel = "FOLDER",
            description = "where the records are kept as files (default: ${DEFAULT-VALUE})",
            defaultValue = ".banyan/contracts")
    private Path folder = Path.of(".banyan/contracts");

    @Parameters(paramLabel = "MODULE", description = "the module, as banyan.yaml names it")
    private String module = "";

    @Override
    public Integer call() throws Exception {
        var contracts = contracts(access.known(module));
        if (ifMissing && known(contracts).findings().isEmpty()) {
            return end(
                    ExitCode.DONE,
                    "The builds that run are known to keep the contracts of '%s'."
                            .formatted(module),
                    null);
        }
        var verifier = new Verifier(module, contracts, folder, System.getenv());
        var records =
                verifier.run(output.json() ? line -> {} : spec.commandLine().getOut()::println);
        new ContractRecords(connections()).save(module, records);
        return end(records);
    }

    private int end(List<ContractRecord> records) {
        long broken = records.stream().filter(record -> !record.kept()).count();
        if (records.isEmpty()) {
            return end(
                    ExitCode.FAILED,
                    "Nothing was verified: no side of '%s' has a command.".formatted(module),
                    "write 'command:' below 'contracts.control' and 'contracts.candidate'.");
        }
        return broken == 0
                ? end(
                        ExitCode.DONE,
                        "All %d pacts of '%s' are kept.".formatted(records.size(), module),
                        "banyan status " + module)
                : end(
                        ExitCode.REFUSED,
                        "%d of %d pacts of '%s' are broken: %s"
                                .formatted(broken, records.size(), module, problems(records)),
                        "mend it, then banyan verify " + module);
    }

    private static String problems(List<ContractRecord> records) {
        return String.join(
                "; ",
                records.stream().flatMap(r -> r.problems().stream()).distinct().limit(5).toList());
    }

    private int end(ExitCode code, String message, @Nullable String next) {
        var report = new Report("verify", module, code, message, next, null, null, List.of());
        if (output.json()) {
            report.printJson(spec.commandLine().getOut());
        } else {
            report.print(spec.commandLine().getOut());
        }
        return code.number();
    }

    private Contracts known(ContractSettings contracts) {
        return new Contracts(module, contracts, connections(), new HttpBuilds(), System.getenv());
    }

    private ContractSettings contracts(String known) {
        return access.settings()
                .module(known)
                .contracts()
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.REFUSED,
                                "Module '%s' has no contracts.".formatted(known),
                                "write 'contracts:' below the module in banyan.yaml."));
    }

    private LedgerConnections connections() {
        var source = access.settings().source();
        var password = source.password().map((Secret s) -> s.reveal(System.getenv())).orElse("");
        return LedgerConnections.to(source.url(), source.username(), password);
    }
}
