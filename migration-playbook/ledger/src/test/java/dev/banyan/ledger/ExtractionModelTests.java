package dev.banyan.ledger;

import static dev.banyan.ledger.TestExtractions.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Walks through every state that two bridges can bring an extraction into, at any time, and looks
/// at each move.
class ExtractionModelTests {

    private static final List<String> BRIDGES = List.of("one", "two");
    private static final int NUMBERS = 3;
    private static final Duration TICK = Duration.ofSeconds(1);

    @Test
    void keepsItsPromisesInEveryMoveOfTwoBridges() {
        var seen = new HashSet<Extraction>();
        var left = new ArrayDeque<Extraction>();
        left.add(TestExtractions.in(Phase.PLANNED));
        seen.add(left.getFirst());
        long moves = 0;
        while (!left.isEmpty()) {
            var before = left.removeFirst();
            for (var next : successors(before)) {
                moves++;
                if (seen.add(next)) {
                    left.add(next);
                }
            }
        }

        System.out.printf("%d states, %d moves%n", seen.size(), moves);
        assertThat(seen)
                .extracting(Extraction::phase)
                .contains(Phase.values())
                .doesNotContainNull();
        assertThat(seen.size()).isGreaterThan(1_000);
    }

    private static List<Extraction> successors(Extraction before) {
        var found = new ArrayList<Extraction>();
        for (var change : changes(before)) {
            if (before.after(change, START) instanceof Step.Taken taken) {
                check(before, change, taken);
                found.add(bounded(taken.extraction().atVersion(1)));
            }
        }
        found.add(later(before));
        return found;
    }

    private static void check(Extraction before, Change change, Step.Taken taken) {
        var after = taken.extraction();
        assertThat(after.lastEpoch()).as("%s", change).isGreaterThanOrEqualTo(before.lastEpoch());
        if (after.owner() != before.owner()) {
            assertThat(change).isInstanceOf(Change.Pass.class);
            assertThat(after.ownerEpoch()).isGreaterThan(before.ownerEpoch());
        }
        if (change instanceof Change.Begin && !after.equals(before)) {
            assertThat(after.lastEpoch()).isEqualTo(before.lastEpoch() + 1);
        }
        boolean routed =
                !after.traffic().equals(before.traffic())
                        || after.owner() != before.owner()
                        || after.phase() != before.phase()
                        || after.isHolding(START) != before.isHolding(START);
        assertThat(taken.visible() || !routed).as("%s is told to proxies", change).isTrue();
        checkOwner(after);
        checkAttempt(before.attempt(), change, after);
    }

    private static void checkOwner(Extraction after) {
        boolean switched =
                after.phase() == Phase.WRITES_SWITCHED || after.phase() == Phase.COMPLETED;
        assertThat(after.owner()).isEqualTo(switched ? Side.CANDIDATE : Side.CONTROL);
        if (after.phase() == Phase.PLANNED || after.phase() == Phase.STREAMING) {
            assertThat(after.traffic().reads()).isEqualTo(Share.NONE);
        }
    }

    private static void checkAttempt(@Nullable Attempt before, Change change, Extraction after) {
        var attempt = after.attempt();
        if (before == null || attempt == null) {
            return;
        }
        if (!before.id().equals(attempt.id())) {
            assertThat(before.state().isUnderWay()).as("%s forgets an attempt", change).isFalse();
            return;
        }
        if (!attempt.equals(before) && !(change instanceof Change.TakeOver)) {
            assertThat(START).as("%s without a lease", change).isBefore(before.leasedUntil());
        }
        assertThat(mayFollow(before.state(), attempt.state())).as("%s", change).isTrue();
        if (!attempt.state().isUnderWay()) {
            assertThat(after.isHolding(START)).as("%s leaves a hold", change).isFalse();
        }
    }

    private static boolean mayFollow(AttemptState before, AttemptState after) {
        return before == after
                || switch (before) {
                    case OPEN -> after != AttemptState.UNDONE;
                    case PASSED -> after == AttemptState.DONE;
                    case UNDOING -> after == AttemptState.UNDONE;
                    case UNDONE, DONE -> false;
                };
    }

    private static List<Change> changes(Extraction before) {
        var changes = new ArrayList<Change>();
        for (var share : List.of(Share.NONE, Share.ofPercent(5), Share.ALL)) {
            changes.add(new Change.SwitchReads(share));
        }
        for (var bridge : BRIDGES) {
            if (before.lastEpoch() < NUMBERS) {
                for (var kind : AttemptKind.values()) {
                    var id = kind + "-" + (before.lastEpoch() + 1);
                    changes.add(new Change.Begin(id, kind, "ann", bridge));
                }
            }
            var attempt = before.attempt();
            for (var id : List.of(attempt == null ? "none" : attempt.id(), "stale")) {
                addOfAttempt(changes, id, bridge, attempt);
            }
        }
        return changes;
    }

    private static void addOfAttempt(
            List<Change> changes, String id, String bridge, @Nullable Attempt attempt) {
        changes.add(new Change.Renew(id, bridge));
        changes.add(new Change.TakeOver(id, bridge));
        changes.add(new Change.Hold(id, bridge, Duration.ofSeconds(3)));
        changes.add(new Change.BeginStep(id, bridge, "close", true));
        var closed = new FenceReading(false, attempt == null ? 0 : attempt.epoch(), id);
        changes.add(new Change.Pass(id, bridge, closed));
        changes.add(new Change.Pass(id, bridge, null));
        changes.add(new Change.Release(id, bridge));
        changes.add(new Change.Finish(id, bridge));
        changes.add(new Change.BeginUndo(id, bridge, "timeout"));
        changes.add(new Change.EndUndo(id, bridge));
    }

    /// The same a moment later: instead of the clock, all times move.
    private static Extraction later(Extraction extraction) {
        var attempt = extraction.attempt();
        if (attempt == null) {
            return extraction;
        }
        var held = attempt.heldUntil();
        return bounded(
                extraction.with(
                        attempt.leasedTo(attempt.holder(), attempt.leasedUntil().minus(TICK))
                                .heldUntil(held == null ? null : held.minus(TICK))));
    }

    /// Times that are over are all alike.
    private static Extraction bounded(Extraction extraction) {
        var attempt = extraction.attempt();
        if (attempt == null) {
            return extraction;
        }
        var held = attempt.heldUntil();
        return extraction.with(
                attempt.leasedTo(attempt.holder(), notBefore(attempt.leasedUntil()))
                        .heldUntil(held == null ? null : notBefore(held)));
    }

    private static Instant notBefore(Instant time) {
        return time.isBefore(START) ? START : time;
    }
}
