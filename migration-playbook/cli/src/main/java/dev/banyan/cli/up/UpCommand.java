package dev.banyan.cli.up;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Starts the whole picture and keeps it running.
@Command(
        name = "up",
        description = {
            "Starts the shop, the inventory service, the bridge and the proxy on embedded databases, and runs until Control-C or 'down'.",
            "What dies meanwhile is named and started again. A second 'up' goes on with the same data and ports.",
            "Builds that nobody has verified against the contracts yet are verified beside it; switches ask for that."
        },
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    static final String PROCESS = "up";

    private static final String MODULE = "inventory";

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(5);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "where databases, logs, secrets and banyan.yaml lie (default: ${DEFAULT-VALUE})",
            defaultValue = Installation.DEFAULT_FOLDER)
    private Path data = Path.of(Installation.DEFAULT_FOLDER);

    @Option(
            names = "--port",
            paramLabel = "NAME=NUMBER",
            description = {
                "a port of your choice, kept for the next time; 0: any free one. Names: proxy, proxy-admin, shop, inventory-service, bridge-admin, source-database, target-database"
            })
    private Map<String, Integer> ports = Map.of();

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            description =
                    "how long a part may take to become ready, as in PT10M (default: ${DEFAULT-VALUE})",
            defaultValue = "PT5M")
    private Duration patience = Duration.ofMinutes(5);

    @Option(
            names = "--no-verify",
            description =
                    "leaves it to 'banyan verify' to verify new builds against the contracts; switches ask for that")
    private boolean unverified;

    @Option(names = "--json", description = "prints one JSON object for each part, a line each")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var installation = Installation.at(data);
        try (var _ = installation.lock().orElseThrow(() -> alreadyUp(installation))) {
            var space = DiskSpace.of(installation.folder());
            space.requireEnough();
            return run(installation, space);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(Installation installation, DiskSpace space)
            throws IOException, InterruptedException {
        var kept = installation.kept();
        Remembering.endLeftovers(kept, STOP);
        var chosen = Ports.choose(ports, kept, new SecureRandom());
        kept.put(PROCESS, OwnProcess.of(ProcessHandle.current().pid()).text());
        var out = spec.commandLine().getOut();
        var telling = telling(out);
        var supervisor = new Supervisor(STOP, new Remembering(kept, telling));
        var stopping = new Thread(supervisor::close, "stop");
        Runtime.getRuntime().addShutdownHook(stopping);
        try (supervisor;
                var readiness = new Readiness()) {
            tell(out, "Starting in '%s'.".formatted(installation.folder()));
            new Startup(installation, chosen, supervisor, readiness, patience)
                    .run(Jars.ofThisRepository());
            tell(out, WhatNext.text(installation, chosen));
            if (!unverified) {
                new Verification(installation, MODULE, telling, supervisor::isClosing).begin();
            }
            return new Watching(supervisor, LOOK).untilTheEnd(() -> space.look(telling));
        } finally {
            removeHook(stopping);
        }
    }

    private Telling telling(PrintWriter out) {
        return json ? new JsonLines(out) : new Console(out, Terminal.isThere());
    }

    private void tell(PrintWriter out, String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }

    /// Not possible, and not needed, once the program is ending.
    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return;
        }
    }

    private static CommandFailure alreadyUp(Installation installation) {
        var process =
                installation.kept().get(PROCESS).map(p -> OwnProcess.parse(p).pid()).orElse(0L);
        return CommandFailure.refused(
                "'up' runs in '%s' already, as process %d."
                        .formatted(installation.folder(), process),
                "use that one, stop it with './banyan down', or start another with './banyan up --data FOLDER'.");
    }
}
