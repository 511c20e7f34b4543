package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.Progress;
import dev.banyan.replication.CopyProgress;
import dev.banyan.replication.CopySettings;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Moment;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.plan.Finding;
import dev.banyan.replication.plan.TargetCheck;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts up the fences, copies the module's tables and lets both directions stream.
final class CreateVerb {
    private static final Logger log = LoggerFactory.getLogger(CreateVerb.class);

    private final MovedModule module;
    private final Workplace workplace;
    private final Installing installing;
    private Optional<ExportedSnapshot> snapshot = Optional.empty();
    private CopyProgress copied = CopyProgress.NOTHING;

    CreateVerb(MovedModule module, Workplace workplace) {
        this.module = module;
        this.workplace = workplace;
        this.installing = new Installing(module, workplace);
    }

    /// What is in the way before anything is made.
    Outcome check() throws SQLException {
        Streams.refuseSameDatabase(module.forward());
        try (var target = module.target().connect("create")) {
            var findings =
                    TargetCheck.check(
                            target,
                            Catalogues.of(module.source(), module.own()),
                            Catalogues.of(module.target(), module.own()));
            if (!findings.refusals(Set.of()).isEmpty()) {
                return Outcome.refused(
                        "The target of '%s' is not ready.%n%s"
                                .formatted(
                                        module.name(),
                                        findings.all().stream()
                                                .map(Finding::toString)
                                                .collect(Collectors.joining("\n"))),
                        "banyan create " + module.name());
            }
        }
        return Outcome.done("The target is ready.");
    }

    /// The steps, which a dry run tells and `run` carries out.
    Course course() {
        var forward = module.forward();
        return new Course()
                .then(
                        "fences",
                        "puts fences around %d tables in both databases and claims the target"
                                .formatted(module.own().size()),
                        this::putUpFences)
                .then(
                        "slot",
                        "makes publication and slot '%s' on the source".formatted(forward.slot()),
                        _ -> makeSlot())
                .then(
                        "copy",
                        "copies all rows of %d tables as of the slot's beginning"
                                .formatted(forward.tables().size()),
                        _ -> copy())
                .then(
                        "reverse-slot",
                        "makes publication and slot '%s' on the target, for the way back"
                                .formatted(module.reverse().slot()),
                        this::endCopy);
    }

    /// Carries the attempt out; takes everything back when it fails.
    Outcome run(HeldAttempt held) throws InterruptedException {
        try {
            course().run(held);
            held.require(new Change.Finish(held.id(), held.bridge()), Map.of());
            workplace.startStreams(module);
            return Outcome.done(
                    "'%s' is copied (%d rows, %d bytes) and streams in both directions."
                            .formatted(module.name(), copied.rows(), copied.bytes()));
        } catch (SQLException | StreamStoppedException | LedgerException e) {
            log.warn("{}: create failed: {}", module.name(), e.getMessage());
            undo(held, String.valueOf(e.getMessage()));
            return Outcome.failed(
                    "'%s' could not be created: %s. Everything was taken back."
                            .formatted(module.name(), e.getMessage()),
                    "banyan create " + module.name());
        } finally {
            snapshot.ifPresent(ExportedSnapshot::close);
        }
    }

    private Map<String, String> putUpFences(HeldAttempt held)
            throws SQLException, InterruptedException {
        installing.prepareFences();
        claim(held);
        installing.installTriggers();
        return Map.of();
    }

    private Map<String, String> makeSlot() {
        var made = Streams.slots(module.forward()).create(workplace.settings().slot());
        snapshot = Optional.of(made);
        return Map.of("consistent-point", made.consistentPoint().toString());
    }

    private Map<String, String> copy() throws InterruptedException {
        var copier =
                Streams.copier(module.forward(), CopySettings.defaults(), Moment.Listener.none());
        try (var source = snapshot.orElseThrow();
                var _ = Telling.of(workplace.progress(), () -> told(copier.progress(), "copy"))) {
            copied = copier.copy(source);
        }
        return Map.of("rows", Long.toString(copied.rows()));
    }

    /// Chunks rather than bytes: how many there are is known, how large they are is a guess.
    static Progress told(CopyProgress progress, String step) {
        return new Progress(
                step,
                progress.chunksDone(),
                progress.chunks(),
                "chunks",
                progress.remaining().map(Duration::toMillis).orElse(null));
    }

    private Map<String, String> endCopy(HeldAttempt held) throws SQLException {
        beginReverse();
        unclaim(held);
        return Map.of();
    }

    /// The way back streams from now on: the target's tables are closed, so nothing is in its log
    /// yet.
    private void beginReverse() {
        var reverse = module.reverse();
        try (ExportedSnapshot snapshot =
                Streams.slots(reverse).create(workplace.settings().slot())) {
            Streams.begin(reverse, snapshot.consistentPoint());
        }
    }

    private void claim(HeldAttempt held) throws SQLException {
        Fences.require(workplace.fenceIn(module.target()).claim(held.onFence()));
    }

    private void unclaim(HeldAttempt held) throws SQLException {
        Fences.require(workplace.fenceIn(module.target()).endClaim(held.onFence()));
    }

    /// The attempt may have died before it had claimed anything.
    private void claimForUndo(HeldAttempt held) throws SQLException {
        var fence = workplace.fenceIn(module.target());
        if (fence.read(module.name()).filter(r -> held.id().equals(r.attempt())).isEmpty()) {
            claim(held);
        }
    }

    /// Ends the attempt in the ledger only when nothing of it is left.
    void undo(HeldAttempt held, String why) throws InterruptedException {
        held.require(new Change.BeginUndo(held.id(), held.bridge(), why), Map.of());
        try {
            workplace.streaming().stop(module.name(), workplace.settings().carried());
            installing.removeLinks();
            installing.prepareFences();
            claimForUndo(held);
            Emptying.target(module, held);
            installing.removeTriggers();
            unclaim(held);
        } catch (SQLException | StreamStoppedException e) {
            throw new LedgerException(
                    "'%s' could not be taken back: %s".formatted(module.name(), e.getMessage()), e);
        }
        held.require(new Change.EndUndo(held.id(), held.bridge()), Map.of());
    }
}
