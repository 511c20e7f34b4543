package dev.banyan.postgres.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A running PostgreSQL and the small shell script that stops it when this program is gone.
final class Postmaster {
    private static final String SUPERVISE = script();

    private final Process supervisor;
    private final Path data;

    private Postmaster(Process supervisor, Path data) {
        this.supervisor = supervisor;
        this.data = data;
    }

    /// Starts PostgreSQL without waiting for it.
    ///
    /// @param strangerPid the process that a stale `postmaster.pid` names and that is not
    ///   PostgreSQL
    static Postmaster launch(
            Home home,
            Binaries binaries,
            ServerUser user,
            int port,
            Map<String, String> settings,
            long strangerPid)
            throws IOException {
        var builder = new ProcessBuilder(user.as(command(home, binaries, port, settings)));
        builder.directory(home.directory().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        if (strangerPid > 0) {
            // PostgreSQL takes its pid file for stale when it names the grandparent, and still
            // checks that no process uses the old shared memory.
            builder.environment().put("PG_GRANDPARENT_PID", Long.toString(strangerPid));
        }
        return new Postmaster(builder.start(), home.data());
    }

    private static List<String> command(
            Home home, Binaries binaries, int port, Map<String, String> settings) {
        var command = new ArrayList<String>();
        if (Commands.run(List.of("setsid", "true")).succeeded()) {
            // Control-C in a terminal is for the application, which stops PostgreSQL at its end.
            command.add("setsid");
        }
        command.addAll(List.of("/bin/sh", "-c", SUPERVISE, "sh"));
        command.addAll(
                List.of(
                        binaries.program("postgres").toString(),
                        "-D",
                        home.data().toString(),
                        "-p",
                        Integer.toString(port)));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    boolean isRunning() {
        return supervisor.isAlive();
    }

    /// Completes when PostgreSQL has ended, for whatever reason.
    CompletableFuture<Process> ended() {
        return supervisor.onExit();
    }

    /// The process of PostgreSQL itself, or of the script while PostgreSQL has not said which.
    ProcessHandle process() {
        try {
            return PostmasterFile.read(data)
                    .flatMap(file -> file.serving(data))
                    .orElseGet(supervisor::toHandle);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read postmaster.pid in '%s'.".formatted(data), e);
        }
    }

    void stopFast(Duration timeout) {
        if (isRunning()) {
            Signals.stopFast(process(), timeout);
        }
        reap();
    }

    void stopImmediately() {
        if (isRunning()) {
            Signals.stopImmediately(process());
        }
        reap();
    }

    /// The script ends after PostgreSQL; closing its input is what makes it stop what is left.
    private void reap() {
        try {
            supervisor.getOutputStream().close();
            if (!supervisor.waitFor(10, TimeUnit.SECONDS)) {
                supervisor.destroyForcibly();
            }
        } catch (IOException e) {
            supervisor.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String script() {
        try (InputStream script = Postmaster.class.getResourceAsStream("supervise.sh")) {
            if (script == null) {
                throw new IllegalStateException("The jar lacks 'supervise.sh'.");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read 'supervise.sh'.", e);
        }
    }
}
