package dev.banyan.cli;

import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.contract.ContractRecord;
import dev.banyan.ledger.contract.ContractRecords;
import dev.banyan.routing.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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

    private static final Duration OTHERS = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Mixin private JsonOption output = new JsonOption();

    @Option(
            names = "--if-missing",
            description =
                    "only the sides of which nobody knows whether the build that runs keeps the contracts")
    private boolean ifMissing;

    @Option(names = "--dry-run", description = "says what it would verify and changes nothing")
    private boolean dryRun;

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
        var known = access.known(module);
        var contracts = contracts(known);
        if (dryRun) {
            return tellOnly(known, contracts);
        }
        var records = new ContractRecords(access.connections());
        try (var _ = turn(records)) {
            var sides = sides(known);
            return sides.isEmpty() ? endWithout(known) : verify(known, contracts, sides, records);
        }
    }

    private int tellOnly(String known, ContractSettings contracts) {
        var steps =
                sides(known).stream()
                        .filter(side -> !contracts.of(side).command().isEmpty())
                        .map(side ->
                                "%s: starts a build on data of its own and verifies it"
                                        .formatted(side.label()))
                        .toList();
        return end(
                ExitCode.DONE,
                "'verify %s' would do this; nothing was changed.".formatted(module),
                null,
                steps);
    }

    private Set<Side> sides(String known) {
        return ifMissing ? unverified(known) : EnumSet.allOf(Side.class);
    }

    private int verify(
            String known, ContractSettings contracts, Set<Side> sides, ContractRecords records)
            throws Exception {
        var verifier = new Verifier(known, contracts, folder, System.getenv());
        var found = verifier.run(sides, this::tell);
        records.save(known, found);
        return end(found);
    }

    /// Somebody else's verification may be just what this one wants: it is waited for.
    private ContractRecords.Turn turn(ContractRecords records) throws InterruptedException {
        long end = System.nanoTime() + OTHERS.toNanos();
        for (int tries = 0; System.nanoTime() < end; tries++) {
            var turn = records.turn(module);
            if (turn.isPresent()) {
                return turn.get();
            }
            if (tries == 0) {
                tell(
                        "The contracts of '%s' are being verified already; waiting."
                                .formatted(module));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        throw CommandFailure.refused(
                "Another verification of '%s' has not ended within %s."
                        .formatted(module, ReadableDuration.of(OTHERS)),
                "see what it does, then banyan verify " + module);
    }

    private void tell(String line) {
        if (!output.json()) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }

    private Set<Side> unverified(String known) {
        return access.contracts(known).orElseThrow().unverified();
    }

    /// What is broken was verified too.
    private int endWithout(String known) {
        var findings = access.contracts(known).orElseThrow().findings();
        return findings.isEmpty()
                ? end(
                        ExitCode.DONE,
                        "The builds that run are known to keep the contracts of '%s'."
                                .formatted(module),
                        null)
                : end(
                        ExitCode.REFUSED,
                        String.join("\n", findings),
                        "mend it, then banyan verify " + module);
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
        return end(code, message, next, List.of());
    }

    private int end(ExitCode code, String message, @Nullable String next, List<String> steps) {
        var report = new Report("verify", module, code, message, next, null, null, steps);
        if (output.json()) {
            report.printJson(spec.commandLine().getOut());
        } else {
            report.print(spec.commandLine().getOut());
        }
        return code.number();
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
}
