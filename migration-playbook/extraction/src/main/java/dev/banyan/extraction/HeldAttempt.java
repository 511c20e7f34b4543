package dev.banyan.extraction;

import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Step;
import dev.banyan.replication.fence.FenceChange;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An attempt that this bridge carries out, and whose lease it keeps until `close`.
///
/// The lease is renewed by a thread of its own over a ledger of its own, so that a step that waits
/// does not lose it. Everything else belongs to the thread that runs the verb.
final class HeldAttempt implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HeldAttempt.class);
    private static final Duration RENEWAL = Duration.ofMillis(500);

    private final Workplace workplace;
    private final Attempt attempt;
    private final String module;
    private final Thread renewing;

    /// Holds what was begun or taken over just now.
    HeldAttempt(Workplace workplace, String module, Attempt attempt) {
        this.workplace = workplace;
        this.module = module;
        this.attempt = attempt;
        this.renewing = Thread.ofVirtual().name("lease of " + attempt.id()).start(this::renew);
    }

    Attempt attempt() {
        return attempt;
    }

    String id() {
        return attempt.id();
    }

    String bridge() {
        return workplace.bridge();
    }

    /// This attempt on a fence row of the module.
    FenceChange onFence() {
        return onFence(module);
    }

    FenceChange onFence(String fence) {
        return new FenceChange(fence, attempt.epoch(), attempt.id());
    }

    /// Journals a step before it runs, with what the step before it found.
    void step(String name, Map<String, String> evidence) {
        step(name, false, evidence);
    }

    /// Journals the step that closes the fence, which needs time left in the hold.
    void closingStep(String name, Map<String, String> evidence) {
        step(name, true, evidence);
    }

    private void step(String name, boolean closes, Map<String, String> evidence) {
        require(new Change.BeginStep(id(), bridge(), name, closes), evidence);
        log.info("{}: {} ({})", module, name, id());
        workplace.steps().reached(module, name);
    }

    /// A change that must be taken; that it is not means that this bridge is late.
    Extraction require(Change change, Map<String, String> evidence) {
        return switch (apply(change, evidence)) {
            case Step.Taken taken -> taken.extraction();
            case Step.Refused refused -> throw new AttemptLostException(refused.toString());
        };
    }

    Step apply(Change change, Map<String, String> evidence) {
        return workplace.ledger().apply(module, change, new Note(bridge(), evidence));
    }

    private void renew() {
        try {
            while (true) {
                Thread.sleep(RENEWAL);
                renewOnce();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewOnce() {
        try {
            workplace.renewer().apply(module, new Change.Renew(id(), bridge()), Note.by(bridge()));
        } catch (LedgerException e) {
            log.warn("{}: the lease of {} could not be renewed: {}", module, id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        renewing.interrupt();
    }
}
