package dev.banyan.ledger;

import static dev.banyan.ledger.TestExtractions.START;
import static dev.banyan.ledger.TestExtractions.attempt;
import static dev.banyan.ledger.TestExtractions.reason;
import static dev.banyan.ledger.TestExtractions.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionTests {

    private static final Change.Begin SWITCH =
            new Change.Begin("a1", AttemptKind.SWITCH_WRITES, "ann", "bridge-1");
    private static final FenceReading CLOSED = new FenceReading(false, 1, "a1");

    @Test
    void givesTheWritesToTheServiceAndBack() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));
        var switched = taken(open.after(new Change.Pass("a1", "bridge-1", CLOSED), START));
        var done = taken(switched.after(new Change.Finish("a1", "bridge-1"), START));

        assertThat(done.owner()).isEqualTo(Side.CANDIDATE);
        assertThat(done.ownerEpoch()).isEqualTo(1);
        assertThat(done.phase()).isEqualTo(Phase.WRITES_SWITCHED);

        var reverse = new Change.Begin("a2", AttemptKind.REVERSE_WRITES, "ann", "bridge-1");
        var back = taken(done.after(reverse, START));
        var home = taken(back.after(new Change.Pass("a2", "bridge-1", null), START));

        assertThat(home.owner()).isEqualTo(Side.CONTROL);
        assertThat(home.ownerEpoch()).isEqualTo(2);
        assertThat(home.phase()).isEqualTo(Phase.READS_SWITCHED);
        assertThat(home.traffic().reads()).isEqualTo(Share.ALL);
    }

    @Test
    void takesWritesAndReadsAwayFromAServiceThatIsLost() {
        var reverse = new Change.Begin("a1", AttemptKind.REVERSE_WITHOUT_OWNER, "ann", "bridge-1");
        var open = taken(TestExtractions.in(Phase.WRITES_SWITCHED).after(reverse, START));

        var home = taken(open.after(new Change.Pass("a1", "bridge-1", null), START));

        assertThat(home.owner()).isEqualTo(Side.CONTROL);
        assertThat(home.phase()).isEqualTo(Phase.STREAMING);
        assertThat(home.traffic().reads()).isEqualTo(Share.NONE);
    }

    @Test
    void tellsTheSecondWhoWasFirstAndSinceWhen() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));
        var other = new Change.Begin("a2", AttemptKind.SWITCH_WRITES, "bob", "bridge-2");

        var refused = open.after(other, START.plusSeconds(3));

        assertThat(refused)
                .isEqualTo(
                        new Step.Refused(
                                Reason.BUSY,
                                "An attempt of 'inventory' is under way.",
                                "switch writes by ann since 2026-11-21T12:00:00Z (3 s ago), open, carried out by 'bridge-1'",
                                "none under way",
                                "banyan log inventory"));
    }

    @Test
    void refusesToSwitchWritesWhileReadsAreSplit() {
        var half = TestExtractions.in(Phase.READS_SWITCHED);
        var split = half.with(half.traffic().withReads(Share.ofPercent(25)));

        assertThat(split.after(SWITCH, START))
                .isEqualTo(
                        new Step.Refused(
                                Reason.WRONG_PHASE,
                                "Cannot switch the writes of 'inventory'.",
                                "25 % of its reads are switched",
                                "100 %",
                                "banyan switch inventory --reads 100"));
    }

    @Test
    void passesOnlyWhileTheSourceIsClosedByThisAttempt() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));

        for (var fence :
                new FenceReading[] {
                    null,
                    new FenceReading(true, 1, "a1"),
                    new FenceReading(false, 2, "a1"),
                    new FenceReading(false, 1, "a2"),
                    new FenceReading(false, 1, null)
                }) {
            assertThat(reason(open.after(new Change.Pass("a1", "bridge-1", fence), START)))
                    .isEqualTo(Reason.FENCE_OPEN);
        }
    }

    @Test
    void doesNotLetAnAttemptPassThatIsBeingUndone() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));
        var undoing = taken(open.after(new Change.BeginUndo("a1", "bridge-1", "timeout"), START));

        assertThat(reason(undoing.after(new Change.Pass("a1", "bridge-1", CLOSED), START)))
                .isEqualTo(Reason.LATE);
    }

    @Test
    void endsALeaseAtItsLastMoment() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));
        var end = START.plus(Attempt.LEASE);
        var renew = new Change.Renew("a1", "bridge-1");
        var takeOver = new Change.TakeOver("a1", "bridge-2");

        assertThat(open.after(renew, end.minusNanos(1))).isInstanceOf(Step.Taken.class);
        assertThat(reason(open.after(renew, end))).isEqualTo(Reason.LEASE_LOST);
        assertThat(reason(open.after(takeOver, end.minusNanos(1)))).isEqualTo(Reason.LEASE_HELD);
        var taken = taken(open.after(takeOver, end));
        assertThat(attempt(taken).holder()).isEqualTo("bridge-2");
        assertThat(reason(taken.after(renew, end))).isEqualTo(Reason.LEASE_LOST);
    }

    @Test
    void closesOnlyWhileTheHoldLastsLongEnough() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));
        var close = new Change.BeginStep("a1", "bridge-1", "close old", true);
        var held =
                taken(open.after(new Change.Hold("a1", "bridge-1", Duration.ofSeconds(3)), START));

        assertThat(reason(open.after(close, START))).isEqualTo(Reason.HOLD_TOO_SHORT);
        assertThat(held.after(close, START.plusSeconds(1))).isInstanceOf(Step.Taken.class);
        assertThat(reason(held.after(close, START.plusSeconds(1).plusNanos(1))))
                .isEqualTo(Reason.HOLD_TOO_SHORT);
        assertThat(held.isHolding(START.plusSeconds(3).minusNanos(1))).isTrue();
        assertThat(held.isHolding(START.plusSeconds(3))).isFalse();
    }

    @Test
    void holdsNoLongerThanTheBound() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));

        var held = taken(open.after(new Change.Hold("a1", "bridge-1", Duration.ofDays(1)), START));

        assertThat(attempt(held).heldUntil()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void forgetsAPlaceThatAnUndoneAttemptNotedAndWhatTheRelayIsDoneWith() {
        var noted = new Handover.Noted(1, Side.CONTROL, "0/1");
        var barrier = new Handover.Barrier(2, Side.CONTROL, "marker");
        var first = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));
        first = taken(first.after(handingOver("a1", noted), START));
        first = taken(first.after(new Change.BeginUndo("a1", "bridge-1", "late"), START));
        first = taken(first.after(new Change.EndUndo("a1", "bridge-1"), START));
        var begin = new Change.Begin("a2", AttemptKind.SWITCH_WRITES, "ann", "bridge-1");

        var second =
                taken(taken(first.after(begin, START)).after(handingOver("a2", barrier), START));
        assertThat(second.handovers()).containsExactly(barrier);

        var end = new Change.EndHandovers(List.of(barrier));
        assertThat(reason(second.after(end, START))).isEqualTo(Reason.BUSY);
        var undoing = taken(second.after(new Change.BeginUndo("a2", "bridge-1", "late"), START));
        var over = taken(undoing.after(new Change.EndUndo("a2", "bridge-1"), START));
        assertThat(over.after(end, START))
                .isInstanceOfSatisfying(
                        Step.Taken.class,
                        ended -> {
                            assertThat(ended.extraction().handovers()).isEmpty();
                            assertThat(ended.visible()).isFalse();
                        });
    }

    private static Change handingOver(String attempt, Handover handover) {
        return new Change.HandOver(attempt, "bridge-1", List.of(handover));
    }

    @Test
    void keepsItsNumbersAcrossACancel() {
        var begin = new Change.Begin("a1", AttemptKind.CANCEL, "ann", "bridge-1");
        var open = taken(TestExtractions.in(Phase.STREAMING).after(begin, START));
        var passed = taken(open.after(new Change.Pass("a1", "bridge-1", null), START));
        var cancelled = taken(passed.after(new Change.Finish("a1", "bridge-1"), START));

        assertThat(cancelled.phase()).isEqualTo(Phase.PLANNED);
        assertThat(cancelled.lastEpoch()).isEqualTo(1);
    }

    @Test
    void refusesToCancelOnceTrafficIsSwitched() {
        var begin = new Change.Begin("a1", AttemptKind.CANCEL, "ann", "bridge-1");

        assertThat(TestExtractions.in(Phase.READS_SWITCHED).after(begin, START))
                .isEqualTo(
                        new Step.Refused(
                                Reason.WRONG_PHASE,
                                "Cannot cancel the move of 'inventory'.",
                                "phase reads switched",
                                "phase planned or copying or streaming",
                                "banyan reverse inventory"));
    }

    @ParameterizedTest
    @CsvSource({
        "PLANNED, SWITCH_WRITES, banyan create inventory",
        "STREAMING, COMPLETE, banyan switch inventory --reads 5",
        "STREAMING, CREATE, banyan status inventory",
        "READS_SWITCHED, COMPLETE, banyan switch inventory --writes",
        "WRITES_SWITCHED, CANCEL, banyan reverse inventory",
        "WRITES_SWITCHED, SWITCH_WRITES, banyan status inventory",
        "COMPLETED, CANCEL, banyan status inventory"
    })
    void namesTheStepThatLeadsWhereSomethingIsPossible(Phase phase, AttemptKind kind, String next) {
        var begin = new Change.Begin("a1", kind, "ann", "bridge-1");

        assertThat(TestExtractions.in(phase).after(begin, START))
                .isInstanceOfSatisfying(
                        Step.Refused.class, refused -> assertThat(refused.next()).isEqualTo(next));
    }

    @Test
    void recoversWithANumberAboveAllSeen() {
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(SWITCH, START));

        var recovered = taken(open.after(new Change.Recover(Side.CANDIDATE, 41, 9), START));

        assertThat(recovered.owner()).isEqualTo(Side.CANDIDATE);
        assertThat(recovered.ownerEpoch()).isEqualTo(42);
        assertThat(recovered.lastEpoch()).isEqualTo(42);
        assertThat(recovered.underWay()).isNull();
        assertThat(reason(recovered.after(new Change.Pass("a1", "bridge-1", CLOSED), START)))
                .isEqualTo(Reason.LATE);
    }
}
