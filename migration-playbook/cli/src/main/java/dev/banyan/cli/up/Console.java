package dev.banyan.cli.up;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Tells a person what happens, one line for each part. Safe for use by threads.
final class Console implements Telling {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private long toldSeconds = -1;

    /// @param terminal whether a line may be written over
    Console(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public synchronized void starting(String name) {
        passing("  %-18s starting".formatted(name));
    }

    @Override
    public void started(RunningPart part) {}

    @Override
    public synchronized void waiting(String name, Duration since) {
        if (since.toSeconds() != toldSeconds) {
            toldSeconds = since.toSeconds();
            passing("  %-18s starting, %d s".formatted(name, toldSeconds));
        }
    }

    @Override
    public synchronized void ready(RunningPart part, Duration took) {
        line(
                "  %-18s %-44s %5.1f s"
                        .formatted(part.name(), part.address(), took.toMillis() / 1000.0));
    }

    @Override
    public synchronized void died(RunningPart part, List<String> endOfLog) {
        line(
                "%n'%s' ended by itself with %s. The end of its log '%s':"
                        .formatted(part.name(), part.ending(), part.log()));
        endOfLog.forEach(text -> line("  | " + text));
        line("Starting it again.");
    }

    @Override
    public synchronized void stopped(RunningPart part) {
        line("  %-18s stopped".formatted(part.name()));
    }

    @Override
    public synchronized void verifying(String module) {
        line(
                "%nThe builds of '%s' are new: they are verified against the contracts now. That takes a minute or more, and switches are refused until it is done."
                        .formatted(module));
    }

    @Override
    public synchronized void verified(String module, boolean kept, String outcome, Duration took) {
        line("After %.1f s: %s".formatted(took.toMillis() / 1000.0, outcome));
        if (!kept) {
            line("Next: ./banyan verify " + module);
        }
    }

    @Override
    public synchronized void diskAlmostFull(Path folder, long megabytes) {
        line(
                "%nThe disk of '%s' has %d MB left. When it is full, the databases take no more writes: make room."
                        .formatted(folder, megabytes));
    }

    @Override
    public synchronized void roomOnDiskAgain(Path folder, long megabytes) {
        line("The disk of '%s' has %d MB again.".formatted(folder, megabytes));
    }

    private void passing(String text) {
        if (terminal) {
            out.print(CLEAR_LINE + text);
            out.flush();
        }
    }

    private void line(String text) {
        out.println((terminal ? CLEAR_LINE : "") + text);
        out.flush();
    }
}
