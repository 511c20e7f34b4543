package dev.banyan.cli;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.Request;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Asks for a verb in the ledger and tells what a bridge does about it. The command may be cut off
/// at any time: the bridge goes on.
final class Asking {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PAGE = 1_000;

    private final Ledger ledger;
    private final PrintWriter out;
    private final ProgressLine progress;
    private long told;

    /// @param out where the journal and the progress go
    /// @param terminal whether what was printed can be overwritten
    Asking(Ledger ledger, PrintWriter out, boolean terminal) {
        this.ledger = ledger;
        this.out = out;
        this.progress = new ProgressLine(out, terminal);
    }

    /// Returns how the verb ended.
    Request.Outcome ask(String module, String verb, Map<String, String> arguments, String askedBy)
            throws InterruptedException {
        requireBridge();
        told = last(module);
        var id = UUID.randomUUID();
        switch (ledger.ask(id, module, verb, arguments, askedBy)) {
            case Request.Asked.Accepted _ -> {}
            case Request.Asked.Refused refused -> throw busy(module, refused);
        }
        while (true) {
            var request = ledger.request(id).orElseThrow();
            tell(module);
            if (request.outcome() != null) {
                progress.clear();
                return request.outcome();
            }
            if (request.progress() != null) {
                progress.show(request.progress());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private void requireBridge() {
        boolean runs =
                ledger.processes().stream()
                        .anyMatch(p -> p.kind() == ProcessState.Kind.BRIDGE && !p.isGone());
        if (!runs) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "No bridge is running, so nobody would carry this out.",
                    "start one with the same configuration: ./banyan bridge --config FILE");
        }
    }

    private static CommandFailure busy(String module, Request.Asked.Refused refused) {
        var other = refused.other();
        return new CommandFailure(
                ExitCode.REFUSED,
                "'%s' is busy: '%s' was asked for by '%s' at %s."
                        .formatted(module, other.verb(), other.askedBy(), other.askedAt()),
                "banyan status " + module);
    }

    private long last(String module) {
        long last = 0;
        for (var page = ledger.journal(module, 0, PAGE);
                !page.isEmpty();
                page = ledger.journal(module, last, PAGE)) {
            last = page.getLast().id();
        }
        return last;
    }

    private void tell(String module) {
        var news = ledger.journal(module, told, PAGE);
        if (!news.isEmpty()) {
            progress.clear();
        }
        for (var entry : news) {
            out.println(JournalLines.line(entry));
            told = entry.id();
        }
        out.flush();
    }

    static Optional<String> user() {
        return Optional.ofNullable(System.getProperty("user.name"));
    }
}
