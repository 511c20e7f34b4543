package dev.banyan.cli;

import dev.banyan.ledger.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/// Shows how far a long step is: a bar that moves on a terminal, now and then a line elsewhere.
/// Belongs to one thread.
final class ProgressLine {
    private static final int WIDTH = 30;
    private static final double STEP = 0.1;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintWriter out;
    private final boolean terminal;
    private Optional<Progress> shown = Optional.empty();

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /// Shows news; the same again is no news.
    void show(Progress progress) {
        if (shown.isPresent() && shown.get().equals(progress)) {
            return;
        }
        if (terminal) {
            out.print(CLEAR_LINE + bar(progress));
            out.flush();
        } else if (isWorthALine(progress)) {
            out.println(line(progress));
        } else {
            return;
        }
        shown = Optional.of(progress);
    }

    /// Makes room for other lines.
    void clear() {
        if (terminal && shown.isPresent()) {
            out.print(CLEAR_LINE);
        }
        shown = terminal ? Optional.empty() : shown;
    }

    private boolean isWorthALine(Progress progress) {
        return progress.total() > 0
                && (shown.isEmpty()
                        || !shown.get().step().equals(progress.step())
                        || progress.share() - shown.get().share() >= STEP
                        || progress.done() == progress.total());
    }

    static String bar(Progress progress) {
        int full = (int) Math.round(progress.share() * WIDTH);
        return "  %-8s [%s%s] %s"
                .formatted(
                        progress.step(),
                        "#".repeat(full),
                        ".".repeat(WIDTH - full),
                        told(progress));
    }

    static String line(Progress progress) {
        return "  %s: %s".formatted(progress.step(), told(progress));
    }

    private static String told(Progress progress) {
        var left = progress.remainingMillis();
        return "%3.0f %%, %d of %d %s%s"
                .formatted(
                        progress.share() * 100,
                        progress.done(),
                        progress.total(),
                        progress.unit(),
                        left == null ? "" : ", " + Duration.ofMillis(left).toSeconds() + " s left");
    }
}
