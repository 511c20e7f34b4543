package dev.banyan.cli;

import dev.banyan.cli.load.LoadCommand;
import dev.banyan.cli.rehearse.RehearseCommand;
import dev.banyan.cli.tour.DemoCommand;
import dev.banyan.cli.up.DownCommand;
import dev.banyan.cli.up.UpCommand;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.config.BadConfiguration;
import dev.banyan.postgres.EmbeddedPostgresException;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The entry of `./banyan`.
@Command(
        name = "banyan",
        description = "Moves one module at a time out of a live application, and back.",
        mixinStandardHelpOptions = true,
        version = "banyan 0.1.0",
        subcommands = {
            AskCommands.Plan.class,
            AskCommands.Create.class,
            AskCommands.Diff.class,
            AskCommands.Switch.class,
            AskCommands.Reverse.class,
            AskCommands.Recopy.class,
            AskCommands.Recover.class,
            AskCommands.Cancel.class,
            AskCommands.Complete.class,
            VerifyCommand.class,
            DeliveriesCommand.class,
            StatusCommand.class,
            LogCommand.class,
            ForgetCommand.class,
            UpCommand.class,
            DownCommand.class,
            LoadCommand.class,
            RehearseCommand.class,
            DemoCommand.class,
            HelpCommand.class
        })
public final class Banyan implements Runnable {

    private static final String DISK_FULL = "53100";

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Runs one command and ends with its exit code.
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Banyan())
                .setParameterExceptionHandler(Banyan::explainUsage)
                .setExecutionExceptionHandler(Banyan::explainFailure);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explainUsage(ParameterException problem, String[] arguments) {
        var command = problem.getCommandLine();
        var next = "./" + command.getCommandSpec().qualifiedName() + " --help";
        if (wantsJson(List.of(arguments))) {
            Report.plain(
                            command.getCommandSpec().name(),
                            ExitCode.WRONG_USAGE,
                            String.valueOf(problem.getMessage()),
                            next)
                    .printJson(command.getOut());
            return ExitCode.WRONG_USAGE.number();
        }
        var err = command.getErr();
        err.println(problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Next: " + next);
        return ExitCode.WRONG_USAGE.number();
    }

    private static int explainFailure(
            Exception problem, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        var report = report(command.getCommandSpec().name(), problem);
        if (wantsJson(parsed.originalArgs())) {
            report.printJson(command.getOut());
        } else {
            report.print(command.getErr());
        }
        return report.exitCode().number();
    }

    private static Report report(String verb, Exception problem) throws Exception {
        var message = String.valueOf(problem.getMessage());
        return switch (problem) {
            case CommandFailure failure ->
                    Report.plain(verb, failure.exitCode(), message, failure.next());
            case BadConfiguration _ -> Report.plain(verb, ExitCode.WRONG_USAGE, message, null);
            case LedgerException failure ->
                    Report.plain(verb, ExitCode.FAILED, message, mends(failure));
            case EmbeddedPostgresException _ -> Report.plain(verb, ExitCode.FAILED, message, null);
            default -> throw problem;
        };
    }

    private static String mends(LedgerException failure) {
        return failure.getCause() instanceof SQLException e && DISK_FULL.equals(e.getSQLState())
                ? "make room on the disk of the source's database; what was asked for did not happen."
                : "start the source's database, or mend 'source:' in banyan.yaml.";
    }

    private static boolean wantsJson(List<String> arguments) {
        return arguments.contains(JsonOption.NAME);
    }
}
