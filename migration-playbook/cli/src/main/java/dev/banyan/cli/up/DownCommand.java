package dev.banyan.cli.up;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Stops what `up` has started.
@Command(
        name = "down",
        description = "Stops what 'up' has started; its data is kept unless you ask otherwise.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LEFTOVER = Duration.ofSeconds(60);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "the folder of 'up' (default: ${DEFAULT-VALUE})",
            defaultValue = Installation.DEFAULT_FOLDER)
    private Path data = Path.of(Installation.DEFAULT_FOLDER);

    @Option(names = "--wipe", description = "also removes databases, logs and secrets")
    private boolean wipe;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var installation = Installation.existing(data);
        if (installation.isEmpty()) {
            out.println(
                    "There is nothing of 'up' in '%s'."
                            .formatted(data.toAbsolutePath().normalize()));
            return ExitCode.DONE.number();
        }
        stop(installation.get(), out);
        if (wipe) {
            installation.get().wipe();
            out.println("Removed '%s'.".formatted(installation.get().folder()));
        }
        return ExitCode.DONE.number();
    }

    private static void stop(Installation installation, PrintWriter out)
            throws InterruptedException {
        var kept = installation.kept();
        var up = kept.get(UpCommand.PROCESS).map(OwnProcess::parse);
        boolean runs = up.filter(OwnProcess::isAlive).isPresent();
        if (runs && !up.get().stop(PATIENCE)) {
            throw CommandFailure.failed(
                    "'up' (process %d) is still stopping after %s."
                            .formatted(up.get().pid(), PATIENCE),
                    "look into '%s', and run './banyan down' again."
                            .formatted(installation.logs()));
        }
        int leftovers = Remembering.endLeftovers(kept, LEFTOVER);
        out.println(runs || leftovers > 0 ? "Stopped." : "Nothing was running.");
    }
}
