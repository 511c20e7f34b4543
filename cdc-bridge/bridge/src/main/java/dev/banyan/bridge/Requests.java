package dev.banyan.bridge;

import dev.banyan.extraction.Outcome;
import dev.banyan.extraction.Verbs;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Request;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what is asked for in the ledger and carries it out, one verb at a time for each module.
final class Requests implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Requests.class);
    private static final Duration RENEWAL = Duration.ofMillis(500);

    private final Ledger ledger;
    private final Ledger renewer;
    private final Verbs verbs;
    private final Map<String, String> busy;
    private final Rounds rounds;
    private final String bridge;
    private final ExecutorService carrying =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("verb-", 0).factory());

    /// @param renewer the ledger on connections of its own, so that no long question delays a lease
    /// @param busy which module is worked on, by which verb
    Requests(
            Ledger ledger,
            Ledger renewer,
            Verbs verbs,
            Map<String, String> busy,
            Rounds rounds,
            String bridge) {
        this.ledger = ledger;
        this.renewer = renewer;
        this.verbs = verbs;
        this.busy = busy;
        this.rounds = rounds;
        this.bridge = bridge;
    }

    void take() {
        ledger.take(bridge, Verbs.requestLease())
                .filter(r -> busy.putIfAbsent(r.module(), r.verb()) == null)
                .ifPresent(this::begin);
    }

    private void begin(Request request) {
        var renewing = rounds.every(RENEWAL, "renewing a request", () -> renew(request));
        carrying.execute(() -> {
            try {
                carryOut(request);
            } finally {
                renewing.end();
                busy.remove(request.module());
            }
        });
    }

    private void renew(Request request) {
        renewer.renew(request.id(), bridge, Verbs.requestLease());
    }

    private void carryOut(Request request) {
        log.info(
                "{}: '{}' was asked for by '{}'",
                request.module(),
                request.verb(),
                request.askedBy());
        Outcome outcome;
        try {
            outcome = verbs.run(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            log.error("{}: '{}' failed", request.module(), request.verb(), e);
            outcome = Outcome.failed(e.toString(), "banyan log " + request.module());
        }
        log.info("{}: {}", request.module(), outcome.message());
        var told =
                new Request.Outcome(
                        outcome.exitCode(), outcome.message(), outcome.next(), outcome.steps());
        Rounds.quietly("ending a request", () -> ledger.end(request.id(), bridge, told));
    }

    /// What is under way is left to whoever takes it over.
    @Override
    public void close() {
        Rounds.end(carrying, "a verb");
    }
}
