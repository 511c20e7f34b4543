package dev.banyan.cli;

import dev.banyan.ledger.Request;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The verbs that a bridge carries out, in the order of an extraction's life.
final class AskCommands {

    private AskCommands() {}

    /// Looks whether a module can be moved, and writes it into the ledger.
    @Command(
            name = "plan",
            description =
                    "Checks whether a module can be moved, and writes the plan into the ledger.")
    static final class Plan extends AskingVerb {
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
    static final class Create extends AskingVerb {}

    /// Compares all rows.
    @Command(
            name = "diff",
            description = "Compares all rows of all tables of both sides while they are written.")
    static final class Diff extends AskingVerb {
        @Option(
                names = "--values",
                description = "lists values as they are; else only their length")
        private boolean values;

        @Option(
                names = "--repair",
                description =
                        "writes the owner's rows over those that differ, with an audit row for each")
        private boolean repair;

        @Override
        Map<String, String> arguments() {
            var arguments = new HashMap<String, String>();
            if (values) {
                arguments.put("values", "true");
            }
            if (repair) {
                arguments.put("repair", "true");
            }
            return arguments;
        }
    }

    /// Sends reads or writes to the service.
    @Command(
            name = "switch",
            description = "Sends a share of the reads, or the writes, to the service.")
    static final class Switch extends AskingVerb {
        @ArgGroup(multiplicity = "1")
        private What what = new What();

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
            return arguments;
        }
    }

    /// Takes the last switch back.
    @Command(
            name = "reverse",
            description =
                    "Takes the last switch back: the writes where they are switched, else the reads.")
    static final class Reverse extends AskingVerb {
        @Option(
                names = "--owner-is-lost",
                description =
                        "takes the writes back although the service's database is gone for good; asks for the module's name")
        private boolean ownerIsLost;

        @Option(
                names = "--confirm",
                paramLabel = "MODULE",
                description = "the module's name, where nobody can be asked")
        private Optional<String> confirmed = Optional.empty();

        @Override
        Map<String, String> arguments() {
            return ownerIsLost ? lost(confirmed) : Map.of();
        }

        @Override
        Map<String, String> afterRefusal(String known, Request.Outcome refused, PrintWriter out) {
            if (!ownerIsLost || confirmed.isPresent()) {
                return arguments();
            }
            out.println(refused.message());
            out.flush();
            return lost(Terminal.answer("Type the module's name to go on: "));
        }

        private static Map<String, String> lost(Optional<String> name) {
            var arguments = new HashMap<String, String>();
            arguments.put("owner-is-lost", "true");
            name.ifPresent(n -> arguments.put("confirm", n));
            return arguments;
        }
    }

    /// Copies anew.
    @Command(
            name = "recopy",
            description =
                    "Gives the side that does not own the module a fresh copy, and makes lost slots anew.")
    static final class Recopy extends AskingVerb {}

    /// Writes down the owner anew.
    @Command(
            name = "recover",
            description =
                    "Decides who owns the module after a database came back older than it was.")
    static final class Recover extends AskingVerb {}

    /// Gives the move up.
    @Command(
            name = "cancel",
            description = "Gives a move up before any traffic is switched, and empties the target.")
    static final class Cancel extends AskingVerb {}

    /// Ends the move.
    @Command(
            name = "complete",
            description =
                    "Ends a move: streams, slots and fences go, the old tables are retired. There is no way back.")
    static final class Complete extends AskingVerb {
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
