package dev.banyan.extraction;

import dev.banyan.extraction.protocol.StageEnd;
import dev.banyan.extraction.protocol.SwitchStage;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.SideName;
import dev.banyan.ledger.Step;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.fence.CloseOutcome;
import dev.banyan.replication.fence.FenceOutcome;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.sequence.SequenceValue;
import dev.banyan.replication.sequence.Sequences;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries one change of owner out, in the order that [SwitchStage] says, forward or back.
///
/// Belongs to one thread. What it remembers between two stages may be lost with it: whoever takes
/// over needs the ledger and the fences only.
final class ChangeOfOwner {
    private static final Logger log = LoggerFactory.getLogger(ChangeOfOwner.class);
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final StageEnd DONE = StageEnd.DONE;

    /// To close the fence.
    private static final int OLD_CONNECTIONS = 1;

    /// To see the marker, to look at what was given and to set sequences, to open the fence.
    private static final int FRESH_CONNECTIONS = 4;

    private final MovedModule module;
    private final Workplace workplace;
    private final HeldAttempt held;
    private final OwnerChange change;
    private final Participants participants;
    private final FencedSide old;
    private final FencedSide fresh;
    private final SwitchTimes times = new SwitchTimes();
    private Deadline deadline;
    private Optional<List<SequenceValue>> sequences = Optional.empty();
    private Optional<String> failure = Optional.empty();

    ChangeOfOwner(MovedModule module, Workplace workplace, HeldAttempt held, OwnerChange change) {
        this.module = module;
        this.workplace = workplace;
        this.held = held;
        this.change = change;
        this.participants = new Participants(workplace.ledger());
        this.old = new FencedSide(module, workplace, change.old());
        this.fresh = new FencedSide(module, workplace, change.fresh());
        this.deadline = Deadline.in(workplace.settings().pause());
    }

    /// Runs from a stage to the end.
    Outcome run(SwitchStage from) throws InterruptedException {
        try (old;
                fresh) {
            return through(from);
        }
    }

    private Outcome through(SwitchStage from) throws InterruptedException {
        var stage = change.possible(from);
        while (!stage.isOver()) {
            var outcome = perform(stage);
            if (outcome == StageEnd.LATE) {
                throw new AttemptLostException(
                        "'%s' has lost %s at step '%s'."
                                .formatted(held.bridge(), held.id(), OwnerChange.word(stage)));
            }
            var next = change.possible(stage.after(outcome));
            if (next == stage && !stage.isOver()) {
                Thread.sleep(AGAIN);
            }
            if (stage == SwitchStage.FINISH && next.isOver()) {
                return Outcome.done(times.report(module.name(), change.fresh()));
            }
            stage = next;
        }
        return Outcome.failed(
                "The writes of '%s' stay with the %s: %s."
                        .formatted(
                                module.name(),
                                SideName.of(change.old()),
                                failure.orElse("the attempt was taken back")),
                "banyan log " + module.name());
    }

    private StageEnd perform(SwitchStage stage) throws InterruptedException {
        try {
            return switch (stage) {
                case HOLD -> hold();
                case CLOSE_OLD -> closeOld();
                case AWAIT_MARKER -> awaitMarker();
                case SEQUENCES -> carrySequences();
                case PASS -> pass();
                case OPEN_NEW -> openNew();
                case RELEASE -> release();
                case MOVE -> move();
                case FINISH -> ledger(new Change.Finish(held.id(), held.bridge()));
                case BEGIN_UNDO ->
                        ledger(
                                new Change.BeginUndo(
                                        held.id(), held.bridge(), failure.orElse("taken over")));
                case REOPEN_OLD -> reopenOld();
                case END_UNDO -> ledger(new Change.EndUndo(held.id(), held.bridge()));
                case OVER -> DONE;
            };
        } catch (SQLException | LedgerException | StreamStoppedException e) {
            var what = "step '%s' failed: %s".formatted(OwnerChange.word(stage), e.getMessage());
            log.warn("{}: {} ({})", module.name(), what, held.id());
            return failed(what);
        }
    }

    /// What can have changed since the preflight is looked at before anybody waits.
    private StageEnd hold() throws SQLException, InterruptedException {
        handovers().prepare();
        held.step("hold", Map.of());
        var findings = new Preflight(module, workplace).of(change);
        if (!findings.isEmpty()) {
            return failed(String.join("; ", findings));
        }
        prepare();
        deadline = Deadline.in(workplace.settings().pause());
        times.held();
        long from = System.nanoTime();
        var extraction =
                held.require(
                        new Change.Hold(held.id(), held.bridge(), workplace.settings().hold()),
                        Map.of());
        var waiting = participants.await(extraction.version(), deadline);
        times.note("hold", from);
        times.put("last-to-hold", participants.last());
        return waiting.isOver()
                ? DONE
                : failed(
                        "the hold was not acknowledged within %s: %s"
                                .formatted(
                                        ReadableDuration.of(workplace.settings().pause()),
                                        waiting));
    }

    /// Everything that takes time and can be had before anybody waits.
    private void prepare() throws SQLException {
        if (!change.oldIsLost()) {
            old.prepare(OLD_CONNECTIONS);
        }
        fresh.prepare(FRESH_CONNECTIONS);
    }

    private StageEnd closeOld() throws SQLException, InterruptedException {
        held.closingStep("close-old", times.take());
        long from = System.nanoTime();
        var closed = old.fence().close(held.onFence(), old.sequences());
        times.note("close", from);
        return switch (closed) {
            case CloseOutcome.Closed done -> {
                sequences = Optional.of(done.sequences());
                times.put("drained", done.waited().toString());
                yield DONE;
            }
            case CloseOutcome.Blocked blocked ->
                    failed("writers did not end: " + blocked.blockers());
            case CloseOutcome.Late _ -> StageEnd.LATE;
        };
    }

    private StageEnd awaitMarker() throws InterruptedException {
        held.step("await-marker", times.take());
        long from = System.nanoTime();
        boolean applied =
                Streams.awaitMarker(
                        module.linkTo(change.fresh()),
                        fresh.connections(),
                        held.onFence().marker(),
                        deadline.left());
        times.note("marker", from);
        return applied
                ? DONE
                : failed(
                        "the %s had not applied the marker within %s"
                                .formatted(
                                        SideName.of(change.fresh()),
                                        ReadableDuration.of(workplace.settings().pause())));
    }

    private StageEnd carrySequences() throws SQLException {
        held.step("sequences", times.take());
        long from = System.nanoTime();
        var here = fresh.sequences();
        long margin = change.margin(workplace.settings());
        var carried = fresh.fence().carrySequences(held.onFence(), given(here), here, margin);
        times.note("sequences", from);
        if (carried.isEmpty()) {
            return StageEnd.LATE;
        }
        var stuck = carried.get().stream().filter(s -> !s.isSafe()).toList();
        return stuck.isEmpty() ? DONE : failed("sequences cannot be carried over: " + stuck);
    }

    /// What old's sequences have given; of a side that is lost, what its rows that arrived tell.
    private List<SequenceValue> given(List<Sequence> here) throws SQLException {
        if (!change.oldIsLost()) {
            return sequences.orElseThrow();
        }
        try (var connection = fresh.connections().connect("sequences")) {
            return Sequences.fromRows(connection, here);
        }
    }

    private StageEnd pass() {
        workplace.steps().reached(module.name(), "pass");
        return ledger("pass", new Change.Pass(held.id(), held.bridge(), null));
    }

    private StageEnd openNew() throws SQLException, InterruptedException {
        held.step("open-new", times.take());
        long from = System.nanoTime();
        var opened = fresh.fence().open(held.onFence());
        times.note("open", from);
        return outcome(opened);
    }

    /// New's endpoints are awake once they know that they own the module. A process that is gone is
    /// not waited for: the fence covers it.
    private StageEnd release() throws InterruptedException {
        held.step("release", times.take());
        long from = System.nanoTime();
        var version =
                workplace.ledger().extraction(module.name()).map(Extraction::version).orElse(0L);
        participants.awaitLiving(version, Deadline.in(workplace.settings().carried()));
        times.note("awake", from);
        times.put("last-to-wake", participants.last());
        var released = ledger("release", new Change.Release(held.id(), held.bridge()));
        times.released();
        return released;
    }

    private Handovers handovers() {
        return new Handovers(module, workplace, held, change);
    }

    private StageEnd move() throws SQLException {
        times.put("pause-ms", times.pause());
        held.step("move", times.take());
        return ledger(handovers().move());
    }

    private StageEnd reopenOld() throws SQLException, InterruptedException {
        held.step("reopen-old", times.take());
        return outcome(old.fence().undo(held.onFence()));
    }

    /// A change whose time is told with the next one.
    private StageEnd ledger(String what, Change change) {
        long from = System.nanoTime();
        var end = ledger(change);
        times.note(what, from);
        return end;
    }

    private StageEnd ledger(Change change) {
        var step = held.apply(change, times.take());
        return step instanceof Step.Taken ? DONE : refused((Step.Refused) step);
    }

    /// Before the point of no return a refusal for any other reason than being late undoes.
    private StageEnd refused(Step.Refused refused) {
        return switch (refused.reason()) {
            case FENCE_OPEN, HOLD_TOO_SHORT -> failed(refused.what());
            default -> StageEnd.LATE;
        };
    }

    private StageEnd outcome(FenceOutcome outcome) {
        return switch (outcome) {
            case FenceOutcome.Done _, FenceOutcome.DoneBefore _ -> DONE;
            case FenceOutcome.Late _ -> StageEnd.LATE;
            case FenceOutcome.Blocked blocked ->
                    failed("writers did not end: " + blocked.blockers());
        };
    }

    private StageEnd failed(String why) {
        failure = Optional.of(failure.orElse(why));
        return StageEnd.FAILED;
    }
}
