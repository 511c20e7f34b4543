package dev.banyan.cli.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of an installation that can be killed, stalled and started again. Confined to one
/// thread.
final class LivingProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    LivingProcess(String name, List<String> java, Map<String, String> environment, Path folder) {
        this.name = name;
        this.command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(java);
        this.environment = environment;
        this.log = folder.resolve(name + ".log");
        this.process = started();
    }

    private Process started() {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException("'%s' cannot be started.".formatted(name), e);
        }
    }

    void start() {
        process = started();
    }

    /// As the kernel does it: nothing is flushed, nobody is told.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        ended();
    }

    /// Stops it in the middle of whatever it does; its connections stay open.
    void stall() throws InterruptedException, IOException {
        signal("-STOP");
    }

    void wake() throws InterruptedException, IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws InterruptedException, IOException {
        var kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("'%s' cannot be sent %s.".formatted(name, signal));
        }
    }

    int awaitEnd() throws InterruptedException {
        ended();
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// What it has printed, over all its lives.
    String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("'%s' does not end.".formatted(name));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
