package dev.banyan.cli;

import dev.banyan.ledger.Applied;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerView;
import dev.banyan.routing.Side;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows how every module is, and who takes part.
@Command(
        name = "status",
        description = "Shows how a module is, or all of them, and who takes part.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LedgerAccess access = new LedgerAccess();

    @Parameters(
            arity = "0..1",
            paramLabel = "MODULE",
            description = "the module; all of them without it")
    private Optional<String> module = Optional.empty();

    @Override
    public Integer call() {
        var known = module.map(access::known);
        var out = spec.commandLine().getOut();
        try (var ledger = access.open()) {
            print(ledger, known, out);
        }
        return ExitCode.DONE.number();
    }

    private static void print(Ledger ledger, Optional<String> module, PrintWriter out) {
        LedgerView view = ledger.view();
        var now = ledger.clock();
        out.println("ledger version " + view.version());
        view.extractions().values().stream()
                .filter(e -> module.isEmpty() || module.get().equals(e.module()))
                .sorted((a, b) -> a.module().compareTo(b.module()))
                .forEach(e -> print(ledger, e, now, out));
        for (var process : ledger.processes()) {
            out.printf(
                    "  %-8s %-40s %s, heard of %d ms ago%n",
                    process.kind().name().toLowerCase(Locale.ROOT),
                    process.id(),
                    process.kind().routes()
                            ? "version " + process.acknowledged()
                            : process.address(),
                    process.sinceBeat().toMillis());
        }
    }

    private static void print(Ledger ledger, Extraction extraction, Instant now, PrintWriter out) {
        out.printf(
                "%s: %s, writes with the %s since epoch %d, %s of the reads with the service%n",
                extraction.module(),
                extraction.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                extraction.owner() == Side.CONTROL ? "monolith" : "service",
                extraction.ownerEpoch(),
                extraction.traffic().reads());
        for (var side : Side.values()) {
            var applied = ledger.applied().get(new Applied.Direction(extraction.module(), side));
            if (applied != null) {
                out.printf(
                        "  the %s has applied all but the last %d ms%n",
                        side == Side.CONTROL ? "monolith" : "service",
                        Math.max(0, Duration.between(applied, now).toMillis()));
            }
        }
        var attempt = extraction.underWay();
        if (attempt != null) {
            out.printf(
                    "  under way: %s, at '%s', held by %s%n",
                    attempt.kind(), attempt.step(), attempt.holder());
        }
    }
}
