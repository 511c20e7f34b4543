package dev.banyan.ledger;

import static dev.banyan.ledger.AttemptState.DONE;
import static dev.banyan.ledger.AttemptState.OPEN;
import static dev.banyan.ledger.AttemptState.PASSED;
import static dev.banyan.ledger.AttemptState.UNDOING;
import static dev.banyan.ledger.AttemptState.UNDONE;
import static dev.banyan.ledger.Step.taken;
import static dev.banyan.ledger.Step.takenForAllToSee;

import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.Function;

/// What can happen to an attempt. Each change is conditional on its id, its state and the lease,
/// and one that happened already is taken again without effect: its answer may have been lost.
record AttemptTransitions(Extraction extraction, Instant now) {

    Step apply(Change.OfAttempt change) {
        return switch (change) {
            case Change.Begin begin -> begin(begin);
            case Change.TakeOver take -> takeOver(take);
            case Change.Renew renew ->
                    leased(
                            renew.id(),
                            renew.holder(),
                            Set.of(OPEN, PASSED, UNDOING),
                            attempt -> taken(extraction.with(leased(attempt, renew.holder()))));
            case Change.BeginStep step ->
                    leased(
                            step.id(),
                            step.holder(),
                            Set.of(OPEN, PASSED, UNDOING),
                            attempt -> beginStep(attempt, step));
            case Change.Hold hold ->
                    leased(hold.id(), hold.holder(), Set.of(OPEN), attempt -> hold(attempt, hold));
            case Change.Pass pass ->
                    leased(
                            pass.id(),
                            pass.holder(),
                            Set.of(OPEN, PASSED),
                            attempt -> pass(attempt, pass));
            case Change.Release release ->
                    leased(release.id(), release.holder(), Set.of(PASSED), this::release);
            case Change.HandOver handOver ->
                    leased(
                            handOver.id(),
                            handOver.holder(),
                            Set.of(OPEN, PASSED),
                            _ -> handOver(handOver));
            case Change.Finish finish ->
                    leased(finish.id(), finish.holder(), Set.of(OPEN, PASSED, DONE), this::finish);
            case Change.BeginUndo undo ->
                    leased(undo.id(), undo.holder(), Set.of(OPEN, UNDOING), this::beginUndo);
            case Change.EndUndo undo ->
                    leased(undo.id(), undo.holder(), Set.of(UNDOING, UNDONE), this::endUndo);
        };
    }

    private Step begin(Change.Begin begin) {
        var other = extraction.underWay();
        if (other != null) {
            boolean again = other.id().equals(begin.id()) && other.holder().equals(begin.holder());
            return again ? taken(extraction) : refusals().busy(other);
        }
        if (!begin.kind().phases().contains(extraction.phase())) {
            return refusals().wrongPhase(Refusals.what(begin.kind()), begin.kind().phases());
        }
        boolean allReads = extraction.traffic().reads().equals(Share.ALL);
        if (begin.kind() == AttemptKind.SWITCH_WRITES && !allReads) {
            return refusals().readsNotSwitched();
        }
        long epoch = extraction.lastEpoch() + 1;
        var attempt =
                new Attempt(
                        begin.id(),
                        begin.kind(),
                        epoch,
                        OPEN,
                        "begun",
                        null,
                        begin.askedBy(),
                        now,
                        begin.holder(),
                        now.plus(Attempt.LEASE));
        var begun = extraction.havingGiven(epoch).with(attempt);
        return begin.kind() == AttemptKind.CREATE
                ? takenForAllToSee(begun.with(Phase.COPYING))
                : taken(begun);
    }

    private Step takeOver(Change.TakeOver take) {
        var attempt = extraction.underWay();
        if (attempt == null || !attempt.id().equals(take.id())) {
            return refusals().late(take.id(), extraction.attempt(), "this attempt under way");
        }
        boolean another = !attempt.holder().equals(take.holder());
        if (another && now.isBefore(attempt.leasedUntil())) {
            return refusals().leaseHeld(attempt);
        }
        return taken(extraction.with(leased(attempt, take.holder())));
    }

    private Step leased(
            String id, String holder, Set<AttemptState> states, Function<Attempt, Step> change) {
        var attempt = extraction.attempt();
        if (attempt == null || !attempt.id().equals(id) || !states.contains(attempt.state())) {
            return refusals().late(id, attempt, "this attempt, " + words(states));
        }
        if (!attempt.isLeasedTo(holder, now)) {
            return refusals().leaseLost(holder, attempt);
        }
        return change.apply(attempt);
    }

    private Step beginStep(Attempt attempt, Change.BeginStep step) {
        if (step.closes()) {
            var end = attempt.heldUntil();
            var needed = now.plus(Attempt.HOLD_LEFT_TO_CLOSE);
            if (attempt.state() != OPEN) {
                return refusals().late(step.id(), attempt, "this attempt, open");
            }
            if (end == null || end.isBefore(needed)) {
                return refusals().holdTooShort(end);
            }
        }
        return taken(extraction.with(attempt.at(step.step())));
    }

    private Step hold(Attempt attempt, Change.Hold hold) {
        var longest = Attempt.LONGEST_HOLD;
        var length = hold.length().compareTo(longest) > 0 ? longest : hold.length();
        if (!attempt.kind().changesOwner() || length.compareTo(Duration.ZERO) <= 0) {
            return refusals()
                    .late(hold.id(), attempt, "a change of owner, and a length above zero");
        }
        return takenForAllToSee(extraction.with(attempt.heldUntil(now.plus(length))));
    }

    private Step pass(Attempt attempt, Change.Pass pass) {
        if (attempt.state() == PASSED) {
            return taken(extraction);
        }
        if (!attempt.kind().canPass()) {
            return refusals().late(pass.id(), attempt, "a change of owner or a removal");
        }
        if (!attempt.kind().changesOwner()) {
            return taken(extraction.with(attempt.with(PASSED)));
        }
        boolean sourceIsOld = extraction.owner() == Side.CONTROL;
        var fence = pass.source();
        if (sourceIsOld && (fence == null || !fence.isClosedBy(attempt))) {
            return refusals().fenceOpen(attempt, fence);
        }
        var owned = extraction.ownedBy(extraction.owner().other(), attempt.epoch());
        return takenForAllToSee(inNextPhase(owned, attempt.kind()).with(attempt.with(PASSED)));
    }

    /// Nobody can be sent to a side that is lost, so its share of the reads goes in the same
    /// change.
    private static Extraction inNextPhase(Extraction owned, AttemptKind kind) {
        if (kind == AttemptKind.REVERSE_WITHOUT_OWNER) {
            var traffic = owned.traffic().withReads(Share.NONE).withShadows(Share.NONE);
            return owned.with(Phase.STREAMING).with(traffic);
        }
        return owned.with(
                owned.owner() == Side.CANDIDATE ? Phase.WRITES_SWITCHED : Phase.READS_SWITCHED);
    }

    private Step release(Attempt attempt) {
        if (attempt.heldUntil() == null) {
            return taken(extraction);
        }
        return takenForAllToSee(extraction.with(attempt.heldUntil(null)));
    }

    private Step handOver(Change.HandOver change) {
        var all = new ArrayList<>(extraction.handovers());
        all.removeIf(this::isNotedInVain);
        for (var handover : change.handovers()) {
            if (!all.contains(handover)) {
                all.add(handover);
            }
        }
        return takenForAllToSee(extraction.with(all));
    }

    /// By an attempt that did not get as far as using it.
    private boolean isNotedInVain(Handover handover) {
        var attempt = extraction.attempt();
        return handover instanceof Handover.Noted
                && (attempt == null || attempt.epoch() != handover.epoch());
    }

    private Step finish(Attempt attempt) {
        if (attempt.state() == DONE) {
            return taken(extraction);
        }
        if (attempt.kind().canPass() && attempt.state() != PASSED) {
            return refusals().late(attempt.id(), attempt, "this attempt, passed");
        }
        var done = extraction.with(attempt.with(DONE).heldUntil(null));
        return switch (attempt.kind()) {
            case CREATE -> takenForAllToSee(done.with(Phase.STREAMING));
            case CANCEL -> takenForAllToSee(cancelled(done));
            case COMPLETE -> takenForAllToSee(done.with(Phase.COMPLETED));
            case SWITCH_WRITES, REVERSE_WRITES, REVERSE_WITHOUT_OWNER ->
                    attempt.heldUntil() == null ? taken(done) : takenForAllToSee(done);
            case RECOPY, REPAIR -> taken(done);
        };
    }

    private static Extraction cancelled(Extraction done) {
        var traffic = done.traffic().withReads(Share.NONE).withShadows(Share.NONE);
        return done.with(Phase.PLANNED).with(traffic);
    }

    private Step beginUndo(Attempt attempt) {
        return taken(extraction.with(attempt.with(UNDOING)));
    }

    private Step endUndo(Attempt attempt) {
        if (attempt.state() == UNDONE) {
            return taken(extraction);
        }
        var undone = extraction.with(attempt.with(UNDONE).heldUntil(null));
        return attempt.kind() == AttemptKind.CREATE
                ? takenForAllToSee(undone.with(Phase.PLANNED))
                : takenForAllToSee(undone);
    }

    private Attempt leased(Attempt attempt, String holder) {
        return attempt.leasedTo(holder, now.plus(Attempt.LEASE));
    }

    private Refusals refusals() {
        return new Refusals(extraction, now);
    }

    private static String words(Set<AttemptState> states) {
        return String.join(" or ", states.stream().sorted().map(Refusals::word).toList());
    }
}
