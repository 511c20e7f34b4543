package dev.banyan.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A component that runs as a process of its own and writes into a log of its own.
final class ManagedProcess implements RunningPart {
    private static final int SIGNALLED = 128;
    private static final long LONG_LOG_BYTES = 16 * 1024 * 1024;
    private static final Path SESSION = Path.of("/usr/bin/setsid");

    private final Component component;
    private final Path log;
    private final Path workingDirectory;
    private final Readiness readiness;
    private volatile Process process;

    private ManagedProcess(
            Component component, Path log, Path workingDirectory, Readiness readiness) {
        this.component = component;
        this.log = log;
        this.workingDirectory = workingDirectory;
        this.readiness = readiness;
        this.process = launch(component, log, workingDirectory);
    }

    /// Starts a component; what it prints is added to its log.
    static ManagedProcess start(
            Component component, Path logs, Path workingDirectory, Readiness readiness) {
        return new ManagedProcess(
                component, logs.resolve(component.name() + ".log"), workingDirectory, readiness);
    }

    private static Process launch(Component component, Path log, Path workingDirectory) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            putAside(log);
            var builder =
                    new ProcessBuilder(inOwnSession(component.command()))
                            .directory(workingDirectory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(component.environment());
            var process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'%s' could not be started: %s".formatted(component.name(), e.getMessage()), e);
        }
    }

    /// A log that has grown long begins anew with the process; the last one is kept.
    private static void putAside(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LONG_LOG_BYTES) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Control-C in a terminal is for `up` alone, which stops the others in the right order.
    private static List<String> inOwnSession(List<String> command) {
        var all = new ArrayList<String>();
        if (Files.isExecutable(SESSION)) {
            all.add(SESSION.toString());
        }
        all.addAll(command);
        return all;
    }

    @Override
    public String name() {
        return component.name();
    }

    @Override
    public String address() {
        return component.address().toString();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public boolean isReady() throws InterruptedException {
        return readiness.isReady(component.readiness());
    }

    @Override
    public Duration patience() {
        return component.patience();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return process.onExit().thenRun(() -> {});
    }

    @Override
    public String ending() {
        int code = process.exitValue();
        return code > SIGNALLED
                ? "exit code %d (signal %d)".formatted(code, code - SIGNALLED)
                : "exit code " + code;
    }

    @Override
    public void startAgain() {
        process = launch(component, log, workingDirectory);
    }

    @Override
    public void stop(Duration limit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
