package dev.banyan.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verbs that a bridge carries out, in the order of an extraction's life.
final class AskCommands {

    private AskCommands() {}

    /// What all of them share: the module, the configuration, and that they ask and wait.
    @Command(mixinStandardHelpOptions = true)
    abstract static class Verb implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();

        @Mixin private LedgerAccess access = new LedgerAccess();

        @Parameters(paramLabel = "MODULE", description = "the module, as banyan.yaml names it")
        private String module = "";

        /// What goes with the verb.
        Map<String, String> arguments() {
            return Map.of();
        }

        @Override
        public final Integer call() throws InterruptedException {
            var known = access.known(module);
            var out = spec.commandLine().getOut();
            try (var ledger = access.open()) {
                var user = Asking.user().orElse("somebody");
                var outcome = new Asking(ledger, out).ask(known, spec.name(), arguments(), user);
                out.println(outcome.message());
                return outcome.exitCode();
            }
        }
    }

    /// Looks whether a module can be moved, and writes it into the ledger.
    @Command(
            name = "plan",
            description =
                    "Checks whether a module can be moved, and writes the plan into the ledger.")
    static final class Plan extends Verb {
        @Option(
                names = "--accept",
                paramLabel = "NAME",
                split = ",",
                description = "questions of the plan that you take upon yourself, by name")
        private List<String> accepted = List.of();

        @Override
        Map<String, String> arguments() {
            return accepted.isEmpty() ? Map.of() : Map.of("accept", String.join(",", accepted));
        }
    }

    /// Copies and streams.
    @Command(
            name = "create",
            description =
                    "Puts up the fences, copies the module's tables, and streams in both directions.")
    static final class Create extends Verb {}

    /// Compares all rows.
    @Command(
            name = "diff",
            description = "Compares all rows of all tables of both sides while they are written.")
    static final class Diff extends Verb {
        @Option(
                names = "--values",
                description = "lists values as they are; else only their length")
        private boolean values;

        @Override
        Map<String, String> arguments() {
            return values ? Map.of("values", "true") : Map.of();
        }
    }

    /// Sends reads or writes to the service.
    @Command(
            name = "switch",
            description = "Sends a share of the reads, or the writes, to the service.")
    static final class Switch extends Verb {
        @ArgGroup(multiplicity = "1")
        private What what = new What();

        @Option(
                names = "--dry-run",
                description = "checks everything and changes nothing; with --writes")
        private boolean dryRun;

        /// Reads or writes, one of them.
        static final class What {
            @Option(
                    names = "--reads",
                    paramLabel = "PERCENT",
                    description = "the share of reads, 0 to 100")
            private int reads = -1;

            @Option(names = "--writes", description = "changes the owner of the module")
            private boolean writes;
        }

        @Override
        Map<String, String> arguments() {
            if (!what.writes && (what.reads < 0 || what.reads > 100)) {
                throw new CommandFailure(
                        ExitCode.WRONG_USAGE,
                        "--reads takes 0 to 100 percent, not '%d'.".formatted(what.reads),
                        "banyan switch MODULE --reads 25");
            }
            var arguments = new HashMap<String, String>();
            if (!what.writes) {
                arguments.put("reads", Integer.toString(what.reads));
            }
            if (dryRun) {
                arguments.put("dry-run", "true");
            }
            return arguments;
        }
    }

    /// Takes the last switch back.
    @Command(
            name = "reverse",
            description =
                    "Takes the last switch back: the writes where they are switched, else the reads.")
    static final class Reverse extends Verb {}

    /// Gives the move up.
    @Command(
            name = "cancel",
            description = "Gives a move up before any traffic is switched, and empties the target.")
    static final class Cancel extends Verb {}

    /// Ends the move.
    @Command(
            name = "complete",
            description =
                    "Ends a move: streams, slots and fences go, the old tables are retired. There is no way back.")
    static final class Complete extends Verb {
        @Option(
                names = "--drop",
                description =
                        "drops the old tables instead of keeping them in a schema of their own")
        private boolean drop;

        @Option(
                names = "--keep-following",
                description = "goes on although tables of neighbours are still followed")
        private boolean keepFollowing;

        @Override
        Map<String, String> arguments() {
            var arguments = new HashMap<String, String>();
            if (drop) {
                arguments.put("drop", "true");
            }
            if (keepFollowing) {
                arguments.put("keep-following", "true");
            }
            return arguments;
        }
    }
}
